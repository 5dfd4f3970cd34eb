"""Embeddings: 128-dimensional unit vectors of faces, their bytes on disk, and distances between them."""

from engine.embedding.comparing import PackedVectors
from engine.embedding.embedder import Embedded, FaceEmbedder
from engine.embedding.vectors import (
    Vectors,
    cosine,
    cosine_from_d2,
    d2_from_cosine,
    pack,
    squared_distance,
    unit,
    unit_rows,
    unpack,
)

__all__ = [
    "Embedded",
    "FaceEmbedder",
    "PackedVectors",
    "Vectors",
    "cosine",
    "cosine_from_d2",
    "d2_from_cosine",
    "pack",
    "squared_distance",
    "unit",
    "unit_rows",
    "unpack",
]
