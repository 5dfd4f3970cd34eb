"""Finding photos and people: the search field's language, what pages show, and who is in an outside photo.

Everything here reads the library and changes nothing. Exporting found photos lives in `app.search.export`,
and exporting faces to train on in `app.search.training_set`.
"""

from app.search.browsing import Counts, Folder, PhotoRow, Timeline, counts, folders, photo_rows, timeline
from app.search.completion import Completion, complete
from app.search.errors import QueryError
from app.search.export import ExportReport, How, SkippedPhoto, export_photos
from app.search.faces import (
    FaceInPhoto,
    FaceOrder,
    FacesOfPerson,
    People,
    faces_in_photo,
    faces_of_person,
    people_overview,
)
from app.search.image import FoundFace, RankedPerson, SimilarFace, find_in_image
from app.search.language import parse
from app.search.person import (
    LikelyFace,
    PersonPhoto,
    PersonResult,
    cover_faces,
    find_person,
    photos_of,
)
from app.search.photos import known_names, search_photos
from app.search.training_set import TrainingSetReport, export_training_set
from app.search.tree import Query

__all__ = [
    "Completion",
    "Counts",
    "ExportReport",
    "FaceInPhoto",
    "FaceOrder",
    "FacesOfPerson",
    "Folder",
    "FoundFace",
    "How",
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
    "complete",
    "counts",
    "cover_faces",
    "export_photos",
    "export_training_set",
    "faces_in_photo",
    "faces_of_person",
    "find_in_image",
    "find_person",
    "folders",
    "known_names",
    "parse",
    "people_overview",
    "photo_rows",
    "photos_of",
    "search_photos",
    "timeline",
]
