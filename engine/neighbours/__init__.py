"""Nearest neighbours among embeddings: a search in a gallery, and the graph of faces that look alike.

What is made of the graph (groups, suggestions) lives in `engine.clustering`; how embeddings are made and
packed lives in `engine.embedding`.
"""

from engine.neighbours.best import Edges
from engine.neighbours.cells import approximate_edges, graph
from engine.neighbours.exact import TILE, nearest, neighbour_edges

__all__ = ["TILE", "Edges", "approximate_edges", "graph", "nearest", "neighbour_edges"]
