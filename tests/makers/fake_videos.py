"""Makes files that say in plain text who is seen in a video and when, and an analyser that believes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from makers.fake_photos import FakeAnalyser, photo

from engine.analysis import PhotoFaces, Watched
from engine.detection import Detections
from engine.tracks import Sightings
from engine.video import VideoFacts
from engine.video.reading import StoppedError

#: Who is seen, and at which (second, left) each: the best face is the last.
Seen = dict[str, list[tuple[int, int]]]


def fake_video(
    seen: Seen, *, salt: object = 0, size: tuple[int, int] = (400, 300), seconds: int = 60
) -> bytes:
    """Return the content of a video that `FilmAnalyser` believes."""
    return json.dumps({"seen": seen, "salt": salt, "size": size, "seconds": seconds}).encode()


class FilmAnalyser(FakeAnalyser):
    """Reads `fake_video` files too; asks before each second whether to go on."""

    def analyse_video(self, path: Path | str, *, proceed: Callable[[], bool] = lambda: True) -> PhotoFaces:
        self.analysed.append(str(path))
        content = json.loads(Path(path).read_bytes())
        for _ in range(content["seconds"]):
            if not proceed():
                raise StoppedError
        width, height = content["size"]
        seen = content["seen"]
        places = [[(at * 1000, (left, 10, 50, 50)) for at, left in times] for times in seen.values()]
        moving = [
            Sightings(np.array([at for at, _ in some]), np.array([box for _, box in some], np.float32))
            for some in places
        ]
        faces = [(who, *some[-1][1][:2], 50) for who, some in zip(seen, places, strict=True)]
        still = self._analyse(photo(*faces, size=(width, height)), str(path))
        times = np.array([some[-1][0] for some in places], np.int64)
        watched = Watched(
            content["seconds"] * 1000, int(times[0]) if len(times) else 0, times, tuple(moving), VideoFacts()
        )
        return PhotoFaces(
            width=width,
            height=height,
            format="MP4",
            orientation=1,
            damaged=False,
            exif=None,
            faces=Detections(still.faces.boxes, still.faces.landmarks, still.faces.scores),
            quality=still.quality,
            embeddings=still.embeddings,
            crops=still.crops,
            thumbnail=b"thumbnail",
            video=watched,
        )


#: Anna at 1, 2 and 9 seconds, Ben at 2.
ANNA_AND_BEN: Seen = {"anna": [(1, 10), (2, 12), (9, 14)], "ben": [(2, 200)]}
