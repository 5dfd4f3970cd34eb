"""What long work says it has done: photos and videos are counted apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from app.desktop.summaries import Summaries
from app.indexing.report import Failure, Tally


@pytest.fixture(autouse=True)
def english(qtbot: QtBot) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("number", "videos", "said"),
    [(12, 0, "12 photo(s)"), (12, 2, "10 photo(s) and 2 video(s)"), (2, 2, "2 video(s)")],
)
def test_photos_and_videos(number: int, videos: int, said: str) -> None:
    assert Summaries().photos_and_videos(number, videos=videos) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"seen": 3, "unchanged": 3}, ""),
        ({}, "There are no photos in your folders."),
        ({"seen": 3, "new": 2, "changed": 1, "faces": 5}, "3 photo(s) read and 5 face(s) found."),
        (
            {"seen": 3, "new": 2, "duplicates": 1, "videos_read": 1, "faces": 5},
            "2 photo(s) read, 1 video(s) read, and 5 face(s) found.",
        ),
        ({"seen": 1, "new": 1, "videos_read": 1}, "1 video(s) read and 0 face(s) found."),
    ],
)
def test_what_a_run_did(counts: dict[str, int], said: str) -> None:
    tally = Tally(**counts)  # type: ignore[arg-type]
    assert Summaries().of_index(tally.report(seconds=1, cancelled=False)) == said
    assert Summaries().of_index(tally.report(seconds=1, cancelled=True)) == ""


def test_files_that_could_not_be_used_are_told() -> None:
    tally = Tally(seen=2, new=2, videos_read=1)
    tally.fail(Failure("/photos/a.mp4", "damaged", "a.mp4 is damaged."))
    said = Summaries().of_index(tally.report(seconds=1, cancelled=False))
    assert said == "1 photo(s) read, 1 video(s) read, 0 face(s) found, and 1 file(s) could not be used."
