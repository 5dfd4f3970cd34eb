"""Reading videos: containers, moments, turning, colours, damage, and what is refused."""

from __future__ import annotations

import builtins
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.films import RATE, film, greys, sound

from engine.image import ImageError, ImageProblem, Limits
from engine.stills import still
from engine.video import DEFAULT_VIDEO_LIMITS, Video, VideoFacts, decoding, frame, is_video
from engine.video.choosing import LONG_GAP_MS, apart_ms, choose
from engine.video.facts import read_video_facts
from engine.video.pixels import Look, _from_pq, picture_of
from engine.video.reading import StoppedError

#: What compressing and converting colours changes, at most, of 255.
NEAR = 12


def sampled(path: Path) -> list[tuple[int, Any]]:
    with Video.open(path) as video:
        return [(moment, image.pixels) for moment, image in video.frames(video.moments())]


def grey_at(pixels: Any) -> float:
    return float(pixels[-20:, -20:].mean())


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("a.mp4", "MP4"),
        ("a.m4v", "MP4"),
        ("a.mov", "MOV"),
        ("a.mkv", "MKV"),
        ("a.webm", "MKV"),
        ("a.avi", "AVI"),
        ("a.mts", "MTS"),
        ("a.mpg", "MPEG"),
        ("a.wmv", "WMV"),
        ("a.3gp", "MP4"),
    ],
)
def test_every_container_is_sampled_and_a_moment_gives_the_same_frame_again(
    tmp_path: Path, name: str, format_: str
) -> None:
    count = 4 * RATE
    path = film(tmp_path / name, greys(count, (176, 144)))
    assert is_video(path.name)
    with Video.open(path) as video:
        assert (video.format, video.width, video.height, video.orientation) == (format_, 176, 144, 1)
        assert abs(video.duration_ms - 4000) <= 150
    found = sampled(path)
    assert len(found) >= 4
    assert found[0][0] == 0
    for moment, pixels in found:
        assert pixels.shape == (144, 176, 3)
        assert abs(grey_at(pixels) - (30 + 200 * moment * RATE / 1000 / count)) < NEAR
        np.testing.assert_array_equal(frame(path, moment).pixels, pixels)
        np.testing.assert_array_equal(still(path, at_ms=moment).pixels, pixels)
    assert np.abs(found[0][1][10, 10] - np.array([255.0, 0, 0])).max() < 25


def test_where_key_frames_are_rare_frames_in_between_are_decoded(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", greys(12 * RATE), key_every=1000)
    found = sampled(path)
    moments = [moment for moment, _ in found]
    assert moments[0] == 0
    assert max(np.diff(moments)) <= LONG_GAP_MS
    assert 12_000 - moments[-1] <= LONG_GAP_MS
    for moment, pixels in found:
        np.testing.assert_array_equal(frame(path, moment).pixels, pixels)


def test_times_of_frames_may_be_uneven(tmp_path: Path) -> None:
    times = [0, 40, 500, 1700, 1750, 3000, 5100, 5200]
    path = film(tmp_path / "a.mkv", greys(len(times)), times=times, key_every=1)
    moments = [moment for moment, _ in sampled(path)]
    assert set(moments) <= set(times)
    assert moments[0] == 0
    # Between two frames the next one is shown, and behind the last the last.
    for asked, at in ((1, 40), (501, 1700), (9999, 5200)):
        np.testing.assert_array_equal(frame(path, asked).pixels, frame(path, at).pixels)


@pytest.mark.parametrize(
    ("turn", "flip", "orientation", "corner"),
    [
        (0, False, 1, (0, 0)),
        (90, False, 8, (1, 0)),
        (180, False, 3, (1, 1)),
        (-90, False, 6, (0, 1)),
        (0, True, 2, (0, 1)),
        (180, True, 4, (1, 0)),
    ],
)
def test_frames_are_upright(
    tmp_path: Path, turn: int, flip: bool, orientation: int, corner: tuple[int, int]
) -> None:
    path = film(tmp_path / "a.mp4", greys(RATE), turn=turn, flip=flip)
    image = frame(path, 0)
    assert image.orientation == orientation
    size = (160, 120) if orientation < 5 else (120, 160)
    assert (image.full_width, image.full_height) == size
    assert image.pixels.shape == (size[1], size[0], 3)
    row, column = (-10 if end else 10 for end in corner)
    assert np.abs(image.pixels[row, column] - np.array([255.0, 0, 0])).max() < 25


def test_pixels_that_are_not_square_are_made_so(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", greys(RATE), shape=(4, 3))
    image = frame(path, 0)
    assert (image.full_width, image.full_height) == (213, 120)
    assert image.pixels.shape == (120, 213, 3)


def test_a_frame_is_reduced_where_less_will_do(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", greys(RATE, (640, 480)))
    for at_least, scale in ((None, 1), (640, 1), (320, 1 / 2), (161, 1 / 2), (160, 1 / 4), (1, 1 / 4)):
        image = frame(path, 0, at_least=at_least)
        assert image.scale == scale
        assert image.pixels.shape == (480 * scale, 640 * scale, 3)
        assert (image.full_width, image.full_height) == (640, 480)


def test_ten_bits_become_eight(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", greys(2 * RATE), codec="ffv1", pixel_format="yuv420p10le")
    (_, pixels), *_ = sampled(path)
    assert pixels.dtype == np.uint8
    assert abs(grey_at(pixels) - 30) < NEAR


@pytest.mark.parametrize("space", [3, 8, 10, 14, 65])
def test_colour_spaces_that_cannot_be_converted_are_taken_for_that_of_most_films(space: int) -> None:
    import av

    picture = np.full((64, 64, 3), (200, 100, 50), np.uint8)
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
    frame.colorspace = space
    pixels, _ = picture_of(frame, Look(64, 64, 1), None)
    assert np.abs(pixels.astype(int) - picture).max() <= 8


def test_a_frame_that_cannot_be_shown_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(tmp_path / "a.mp4", greys(4 * RATE))
    shown = 0

    def picture(*args: Any) -> Any:
        nonlocal shown
        shown += 1
        if shown == 2:
            raise OSError("Operation not supported")
        return picture_of(*args)

    monkeypatch.setattr(decoding, "picture_of", picture)
    with Video.open(path) as video:
        moments = video.moments()
        found = [moment for moment, _ in video.frames(moments)]
        assert found == moments[:1] + moments[2:]
        assert video.damaged
        shown = 1
        with pytest.raises(ImageError) as caught:
            video.at(0)
        assert caught.value.problem is ImageProblem.DAMAGED


def test_light_of_hdr_films_is_brought_to_that_of_others() -> None:
    table = _from_pq().astype(int)
    assert table[0] == 0
    assert (np.diff(table) >= 0).all()
    # White paper, 203 cd/m2, is 58 % of the curve (ITU-R BT.2408, table 1).
    assert table[round(0.58 * 255)] >= 250
    assert 60 < table[round(0.36 * 255)] < 140


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.mts", "a.webm"])
def test_a_file_that_breaks_off_is_used_as_far_as_it_goes(tmp_path: Path, name: str) -> None:
    pictures = [np.random.default_rng(n).integers(0, 255, (120, 160, 3), np.uint8) for n in range(80)]
    path = film(tmp_path / name, pictures)
    if path.suffix == ".mp4":
        # The index stands in front, as in files that are meant for the web.
        path = film_with_index_in_front(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with Video.open(path) as video:
        moments = video.moments()
        found = list(video.frames(moments))
        assert 2 <= len(found) <= 6
        if path.suffix != ".mts":
            # This one alone states nowhere how long it is.
            assert video.damaged
        assert found[-1][0] <= video.duration_ms < 6000


def film_with_index_in_front(path: Path) -> Path:
    import av

    front = path.with_name("front.mp4")
    with (
        av.open(str(path)) as source,
        av.open(str(front), "w", container_options={"movflags": "faststart"}) as out,
    ):
        into = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = into
                out.mux(packet)
    return front


def problem_of(path: Path, **options: Any) -> ImageProblem:
    with pytest.raises(ImageError) as caught, Video.open(path, **options) as video:
        list(video.frames(video.moments()))
    assert str(path) in caught.value.sentence
    return caught.value.problem


def test_what_is_no_video_is_refused_with_a_sentence(tmp_path: Path) -> None:
    good = film(tmp_path / "good.mp4", greys(2 * RATE)).read_bytes()
    files = {
        "missing.mp4": (None, ImageProblem.MISSING),
        "empty.mp4": (b"", ImageProblem.EMPTY),
        "words.mp4": (b"some words" * 100, ImageProblem.NO_VIDEO),
        "noise.avi": (os.urandom(5000), ImageProblem.NO_VIDEO),
        # The index, at the end, is lost.
        "cut.mp4": (good[: len(good) // 2], ImageProblem.DAMAGED),
        "head.mkv": (b"\x1a\x45\xdf\xa3", ImageProblem.DAMAGED),
    }
    for name, (data, problem) in files.items():
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        assert problem_of(path) is problem, name
    assert problem_of(sound(tmp_path / "sound.mp4")) is ImageProblem.NO_VIDEO
    folder = tmp_path / "folder.mov"
    folder.mkdir()
    assert problem_of(folder) is ImageProblem.NOT_A_FILE


def test_a_playlist_opens_nothing_else(tmp_path: Path) -> None:
    target = film(tmp_path / "secret.mts", greys(2 * RATE))
    playlists = {
        "hls.mp4": f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{target}\n#EXT-X-ENDLIST\n",
        "concat.mp4": f"ffconcat version 1.0\nfile '{target}'\n",
        "dash.mp4": f"<?xml version='1.0'?><MPD><Period><BaseURL>{target}</BaseURL></Period></MPD>",
    }
    for name, text in playlists.items():
        path = tmp_path / name
        path.write_text(text)
        assert problem_of(path) is ImageProblem.NO_VIDEO, name


def test_limits_are_kept(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", greys(4 * RATE))
    few = replace(DEFAULT_VIDEO_LIMITS, file=Limits(max_pixels=1000))
    assert problem_of(path, limits=few) is ImageProblem.TOO_LARGE
    short = replace(DEFAULT_VIDEO_LIMITS, max_seconds=2)
    assert problem_of(path, limits=short) is ImageProblem.TOO_LARGE
    small = replace(DEFAULT_VIDEO_LIMITS, file=Limits(max_bytes=100))
    assert problem_of(path, limits=small) is ImageProblem.TOO_LARGE
    with Video.open(path, replace(DEFAULT_VIDEO_LIMITS, most_frames=2)) as video:
        assert len(list(video.frames(video.moments()))) == 2
    rare = film(tmp_path / "b.mp4", greys(20 * RATE), key_every=1000)
    with Video.open(rare, replace(DEFAULT_VIDEO_LIMITS, most_decoded=60)) as video:
        assert 1 < len(list(video.frames(video.moments()))) < 8


def test_without_support_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(tmp_path / "a.mp4", greys(RATE))
    real = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name == "av":
            raise ImportError(name)
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImageError, match="pip install av") as caught:
        frame(path, 0)
    assert caught.value.problem is ImageProblem.NEEDS_VIDEO


def test_whoever_asks_may_stop(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", greys(6 * RATE))
    with Video.open(path) as video:
        with pytest.raises(StoppedError):
            video.moments(lambda: False)
        moments = video.moments()
        asked: list[int] = []

        def proceed() -> bool:
            asked.append(1)
            return len(asked) < 3

        with pytest.raises(StoppedError):
            list(video.frames(moments, proceed))


@given(
    st.lists(st.integers(0, 200_000), min_size=1, max_size=60, unique=True).map(sorted),
    st.integers(0, 100_000),
    st.integers(2, 60),
)
def test_moments_are_in_order_few_and_near_each_other(keys: list[int], more: int, most: int) -> None:
    keys = [key - keys[0] for key in keys]
    end = keys[-1] + more
    found = choose(keys, end, most)
    assert 1 <= len(found) <= most
    assert found[0] == 0
    assert (np.diff(found) > 0).all()
    assert found[-1] <= end
    if end < LONG_GAP_MS * most // 8:
        assert max(np.diff([*found, end]), default=0) <= apart_ms(end, most)


def test_facts_are_read(tmp_path: Path) -> None:
    tags = {
        "creation_time": "2023-05-01T12:03:11.000000Z",
        "com.apple.quicktime.creationdate": "2023-05-01T14:03:11+0200",
        "com.apple.quicktime.location.ISO6709": "+48.8577+002.2950+035.000/",
        "com.apple.quicktime.make": "Apple",
        "com.apple.quicktime.model": "iPhone 14",
    }
    with Video.open(film(tmp_path / "a.mov", greys(RATE), tags=tags)) as video:
        assert video.facts == VideoFacts(
            taken_at=datetime(2023, 5, 1, 14, 3, 11, tzinfo=timezone(timedelta(hours=2))),
            zone_known=True,
            make="Apple",
            model="iPhone 14",
            latitude=48.8577,
            longitude=2.295,
        )


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, VideoFacts()),
        ({"creation_time": "1904-01-01T00:00:00.000000Z"}, VideoFacts()),
        ({"creation_time": "yesterday", "location": "here"}, VideoFacts()),
        (
            {"creation_time": "2020-02-03T04:05:06.000000Z"},
            VideoFacts(taken_at=datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)),
        ),
        ({"location": "+00.0000+000.0000/"}, VideoFacts()),
        ({"location": "+91.0000+000.0000/"}, VideoFacts()),
        ({"location": "-3330.5-07030.25/"}, VideoFacts(latitude=-33.50833, longitude=-70.50417)),
        (
            {"location-eng": "+401213.1-0750015.1+2.79CRS/"},
            VideoFacts(latitude=40.20364, longitude=-75.00419),
        ),
        ({"com.android.model": " Pixel\n 8 ", "make": "\x00"}, VideoFacts(model="Pixel 8")),
    ],
)
def test_facts_of_all_kinds(tags: dict[str, str], expected: VideoFacts) -> None:
    found = read_video_facts(tags)
    for place in ("latitude", "longitude"):
        assert getattr(found, place) == pytest.approx(getattr(expected, place), abs=1e-5)
    assert replace(found, latitude=None, longitude=None) == replace(expected, latitude=None, longitude=None)


@given(st.dictionaries(st.sampled_from(["creation_time", "location", "make"]), st.text(max_size=40)))
def test_any_tags_are_read_without_a_fault(tags: dict[str, str]) -> None:
    read_video_facts(tags)
