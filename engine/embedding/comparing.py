"""One packed embedding against very many: exact products of signed bytes, as fast as memory gives them.

Many against many, as grouping needs it, lives in `engine.neighbours`; packing in `engine.embedding.vectors`.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import simsimd
from numpy.typing import NDArray

from engine.embedding.vectors import Floats

#: Rows compared at one time by one thread: few enough that their products stay in its cache.
_CHUNK: Final = 65_536
_THREADS: Final = min(os.cpu_count() or 1, 8)


class PackedVectors:
    """Packed embeddings to be compared with one after the other.

    Takes 4 bytes a row besides the vectors, which are not copied. May be used from many threads at once.

    Attributes:
        vectors: (n, d) int8, made by `pack`.
    """

    def __init__(self, vectors: NDArray[np.int8]) -> None:
        """Measure how long the vectors are.

        Raises:
            ValueError: bytes that `pack` cannot have made.
        """
        self.vectors = np.ascontiguousarray(vectors)
        squares = np.empty(len(vectors))
        for part in self._parts():
            squares[part] = simsimd.dot(self.vectors[part], self.vectors[part])
        if not squares.all():
            raise ValueError("a vector of length zero has no direction")
        self._shorten = (1 / np.sqrt(squares)).astype(np.float32)

    def __len__(self) -> int:
        return len(self.vectors)

    def cosines(self, probe: NDArray[np.int8]) -> Floats:
        """Compare an embedding with all of these.

        The products are exact, and only scaling them to cosines rounds; so equal rows are equally similar.

        Args:
            probe: (d,), made by `pack`.

        Returns:
            (n,) float32, -1 to 1.

        Raises:
            ValueError: the probe has another number of dimensions, or is zero.
        """
        if not len(self):
            return np.zeros(0, np.float32)
        if probe.shape != self.vectors.shape[1:]:
            raise ValueError(f"embeddings have shape {self.vectors.shape[1:]}, not {probe.shape}")
        length = float(np.linalg.norm(probe.astype(np.float64)))
        if not length:
            raise ValueError("a vector of length zero has no direction")
        probe = np.ascontiguousarray(probe)
        result: Floats = np.empty(len(self), np.float32)

        def compare(part: slice) -> None:
            # Not with `out`: simsimd 6.5 then takes a reference to None too few, which ends Python 3.11.
            products = np.asarray(simsimd.cdist(probe, self.vectors[part], metric="dot"))[0]
            products *= self._shorten[part]
            products /= length
            np.clip(products, -1, 1, out=result[part], casting="same_kind")

        parts = self._parts()
        if len(parts) == 1:
            compare(parts[0])
        else:
            with ThreadPoolExecutor(_THREADS, "familiar-comparing") as pool:
                list(pool.map(compare, parts))
        return result

    def _parts(self) -> list[slice]:
        return [slice(start, start + _CHUNK) for start in range(0, len(self), _CHUNK)]
