"""What one would write with `face_recognition` (dlib): its documented loop, with its defaults.

A yardstick of `benchmarks/index.py`, run by the Python of an environment in which `face_recognition` is
installed; nothing of Familiar is imported. Prints one JSON object: the boxes found in each photo.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import face_recognition


def main(folder: Path) -> None:
    """Detect and embed every face of every photo of a folder."""
    found = {}
    for path in sorted(folder.glob("*.jpg")):
        photo = face_recognition.load_image_file(path)
        places = face_recognition.face_locations(photo)
        face_recognition.face_encodings(photo, places)
        found[path.name] = [(left, top, right - left, bottom - top) for top, right, bottom, left in places]
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
