"""One index of faiss for `search.py`: made, measured and asked, in a Python that need not have Familiar.

    PYTHON benchmarks/search_faiss.py FOLDER flat|sq8|hnsw MOST

FOLDER has `packed.npy` and `probes.npy`; of MOST faces at most HNSW is made. Prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import faiss
import numpy as np

REPEATS = 3
BEST = 100
#: Rows read and added at one time.
ROWS = 1 << 16


def main() -> None:
    """Measure one index."""
    folder, name, most = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    faces, d = np.load(folder / "packed.npy", mmap_mode="r").shape
    faces = min(faces, most) if name == "hnsw" else faces
    probes = np.load(folder / "probes.npy").astype(np.float32)
    faiss.omp_set_num_threads(2)
    before, began = held("VmRSS"), time.perf_counter()
    if name == "flat":
        title, index = "faiss IndexFlatIP, float32", faiss.IndexFlatIP(d)
    elif name == "sq8":
        title = "faiss IndexScalarQuantizer, 8 bits"
        index = faiss.IndexScalarQuantizer(d, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        index.train(read(folder, 0, ROWS))
    else:
        title = "faiss IndexHNSWFlat, M 32, efSearch 64"
        index = faiss.IndexHNSWFlat(d, 32, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efSearch = 64
    for start in range(0, faces, ROWS):
        index.add(read(folder, start, min(faces, start + ROWS)))
    seconds, peak = time.perf_counter() - began, held("VmHWM") - before
    row = {"name": title, "faces": faces, "seconds": seconds, "memory": held("VmRSS") - before, "peak": peak}
    for threads, key in ((1, "one"), (2, "two")):
        faiss.omp_set_num_threads(threads)
        row[key] = []
        for probe in np.tile(probes, (REPEATS, 1)):
            began = time.perf_counter()
            index.search(probe[None], BEST)
            row[key].append(1000 * (time.perf_counter() - began))
    row["found"] = index.search(probes, BEST)[1].tolist()
    print(json.dumps(row))


def read(folder: Path, start: int, stop: int) -> np.ndarray:
    """Return some faces as (n, d) float32 unit vectors; read, since what is mapped would count as memory."""
    stored = np.load(folder / "packed.npy", mmap_mode="r")
    d, stop = stored.shape[1], min(stop, len(stored))
    with Path(folder, "packed.npy").open("rb") as file:
        file.seek(stored.offset + start * d)
        rows = np.frombuffer(file.read((stop - start) * d), np.int8).reshape(-1, d).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def held(what: str) -> float:
    """Return what the process holds (VmRSS), or has held at most (VmHWM), in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


if __name__ == "__main__":
    main()
