"""Finding people: all photos of somebody, faces that look like them, and who is in an outside photo.

Everything here reads the library and changes nothing. Exporting found photos lives in `app.search.export`.
"""

from app.search.export import ExportReport, How, SkippedPhoto, export_photos
from app.search.image import FoundFace, RankedPerson, SimilarFace, find_in_image
from app.search.person import (
    LikelyFace,
    PersonPhoto,
    PersonResult,
    cover_faces,
    find_person,
    photos_of,
)

__all__ = [
    "ExportReport",
    "FoundFace",
    "How",
    "LikelyFace",
    "PersonPhoto",
    "PersonResult",
    "RankedPerson",
    "SimilarFace",
    "SkippedPhoto",
    "cover_faces",
    "export_photos",
    "find_in_image",
    "find_person",
    "photos_of",
]
