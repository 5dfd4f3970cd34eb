"""Finding photos and people: the search field's language, what pages show, and who is in an outside photo.

Everything here reads the library and changes nothing. Exporting faces to train on lives in
`app.search.training_set`, every other export in `app.exchange.exporting`.
"""

from app.search.browsing import Counts, Folder, PhotoRow, Timeline, counts, folders, photo_rows, timeline
from app.search.completion import Completion, complete
from app.search.errors import QueryError
from app.search.faces import (
    FaceInPhoto,
    FaceOrder,
    FacesOfPerson,
    People,
    faces_in_photo,
    faces_of_person,
    people_overview,
)
from app.search.geography import VisitedPlace, has_places, photos_at, visited_places
from app.search.image import FoundFace, RankedPerson, SimilarFace, find_in_image
from app.search.language import parse
from app.search.outside import SkippedPhoto
from app.search.person import (
    LikelyFace,
    PersonPhoto,
    PersonResult,
    cover_faces,
    find_person,
    photos_of,
)
from app.search.photos import known_names, search_photos, understand
from app.search.training_set import TrainingSetReport, export_training_set
from app.search.tree import Query

__all__ = [
    "Completion",
    "Counts",
    "FaceInPhoto",
    "FaceOrder",
    "FacesOfPerson",
    "Folder",
    "FoundFace",
    "LikelyFace",
    "People",
    "PersonPhoto",
    "PersonResult",
    "PhotoRow",
    "Query",
    "QueryError",
    "RankedPerson",
    "SimilarFace",
    "SkippedPhoto",
    "Timeline",
    "TrainingSetReport",
    "VisitedPlace",
    "complete",
    "counts",
    "cover_faces",
    "export_training_set",
    "faces_in_photo",
    "faces_of_person",
    "find_in_image",
    "find_person",
    "folders",
    "has_places",
    "known_names",
    "parse",
    "people_overview",
    "photo_rows",
    "photos_at",
    "photos_of",
    "search_photos",
    "timeline",
    "understand",
    "visited_places",
]
