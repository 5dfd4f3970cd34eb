"""From photo to faces: the same at any orientation, size and format, and small ones by a closer look."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import pytest
from makers.faces import DETECTOR, RECOGNISER, load_rgb
from makers.image_files import STORED, exif_block, photo, picture
from numpy.typing import NDArray

from engine import analysis
from engine.analysis import Analyser, PhotoFaces
from engine.detection import Detections
from engine.embedding import cosine
from engine.image import Image, ImageError, Limits
from engine.models import Catalogue, ModelError

Pixels = NDArray[np.uint8]


def tiff(pixels: Pixels) -> bytes:
    """Return a file that is always decoded in full."""
    file = io.BytesIO()
    PIL.Image.fromarray(np.ascontiguousarray(pixels)).save(file, "TIFF")
    return file.getvalue()


def jpeg(pixels: Pixels, **options: object) -> bytes:
    file = io.BytesIO()
    PIL.Image.fromarray(np.ascontiguousarray(pixels)).save(file, "JPEG", quality=95, **options)
    return file.getvalue()


def group(paths: list[Path]) -> Pixels:
    """Return a picture (375, 500) with seven faces."""
    return load_rgb(paths[0])


def assert_consistent(found: PhotoFaces, size: tuple[int, int], count: int) -> None:
    assert (found.width, found.height) == size
    assert len(found.faces) == len(found.quality) == len(found.embeddings) == count
    assert found.embeddings.shape == (count, 128)
    assert found.embeddings.dtype == found.quality.dtype == np.float32
    assert ((found.quality >= 0) & (found.quality <= 1)).all()
    np.testing.assert_allclose(np.linalg.norm(found.embeddings, axis=1), 1, atol=1e-5)
    assert (np.diff(found.faces.scores) <= 0).all()


def assert_same_faces(found: PhotoFaces, expected: PhotoFaces, *, pixels: float, similarity: float) -> None:
    """Compare faces by place; the order by score may differ where scores nearly agree."""
    assert len(found.faces) == len(expected.faces)
    distances = np.abs(found.faces.landmarks[:, None] - expected.faces.landmarks).max(axis=(2, 3))
    partner = distances.argmin(axis=1)
    assert sorted(partner) == list(range(len(partner)))
    assert distances.min(axis=1).max() <= pixels
    assert np.abs(found.faces.boxes - expected.faces.boxes[partner]).max() <= 2 * pixels
    assert cosine(found.embeddings, expected.embeddings[partner]).min() >= similarity


def test_a_picture_without_faces(analyser: Analyser) -> None:
    found = analyser.analyse(photo("PNG"), name="a.png")
    assert_consistent(found, (64, 48), 0)
    assert found.faces.boxes.shape == (0, 4)
    assert (found.format, found.orientation, found.damaged, found.exif) == ("PNG", 1, False, None)


def test_what_the_file_says_is_passed_on(analyser: Analyser) -> None:
    block = exif_block(6, x010f="Canon")
    found = analyser.analyse(photo("JPEG", picture(90, 60), exif=block), name="a.jpg")
    assert (found.width, found.height) == (60, 90)
    assert (found.format, found.orientation, found.damaged) == ("JPEG", 6, False)
    assert found.exif is not None
    assert b"Canon" in found.exif


def test_a_photo_that_broke_off_is_marked(analyser: Analyser) -> None:
    data = photo("JPEG", picture(640, 480))
    found = analyser.analyse(data[: len(data) * 2 // 3], name="a.jpg")
    assert found.damaged
    assert (found.width, found.height) == (640, 480)


def test_what_is_no_photo_is_refused_by_name(analyser: Analyser) -> None:
    for call in (
        lambda: analyser.analyse(b"no photo", name="b.jpg"),
        lambda: analyser.embed(b"no photo", name="b.jpg", landmarks=np.zeros((1, 5, 2), np.float32)),
    ):
        with pytest.raises(ImageError, match=r"b\.jpg"):
            call()


def test_the_limits_are_kept(analyser: Analyser) -> None:
    small = Analyser(analyser.detector, analyser.embedder, limits=Limits(max_pixels=1000))
    with pytest.raises(ImageError):
        small.analyse(photo("PNG"), name="a.png")


@pytest.mark.parametrize("names", [(DETECTOR, "x"), ("x", RECOGNISER)])
def test_models_that_are_not_there_are_named(catalogue: Catalogue, names: tuple[str, str]) -> None:
    with pytest.raises(ModelError, match="no model named x"):
        Analyser.load(catalogue, detector=names[0], recogniser=names[1])


@pytest.mark.parametrize("names", [(DETECTOR, DETECTOR), (RECOGNISER, RECOGNISER)])
def test_models_of_the_wrong_task_are_refused(catalogue: Catalogue, names: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="is not a"):
        Analyser.load(catalogue, detector=names[0], recogniser=names[1])


# --- real faces ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(2, 9))
def test_every_orientation_gives_the_same_faces(
    analyser: Analyser, groups: list[Path], orientation: int
) -> None:
    """Lossless, so that what is decoded upright is the same to the pixel, and all that follows."""
    upright = group(groups)[:, :300]
    stored = np.ascontiguousarray(STORED[orientation](upright))
    expected = analyser.analyse(photo("PNG", upright), name="a.png")
    found = analyser.analyse(photo("PNG", stored, exif=exif_block(orientation)), name="b.png")
    assert len(expected.faces) >= 3
    assert found.orientation == orientation
    assert_consistent(found, (300, 375), len(expected.faces))
    assert_same_faces(found, expected, pixels=0.0, similarity=0.9999)
    np.testing.assert_array_equal(found.quality, expected.quality)


@pytest.mark.parametrize("orientation", [3, 6, 7])
def test_large_jpegs_that_are_decoded_smaller_give_the_same_faces_turned(
    analyser: Analyser, groups: list[Path], orientation: int
) -> None:
    big = enlarged(group(groups), 3203, 2403)
    expected = analyser.analyse(jpeg(big), name="a.jpg")
    stored = STORED[orientation](big)
    found = analyser.analyse(jpeg(stored, exif=b"Exif\0\0" + exif_block(orientation)), name="b.jpg")
    assert len(expected.faces) == 7
    assert_consistent(found, (3203, 2403), 7)
    # A tenth of a face: which of the two looks scores better, and so is taken, may differ.
    assert_same_faces(found, expected, pixels=25.0, similarity=0.9)


def enlarged(image: Pixels, width: int, height: int) -> Pixels:
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


@pytest.mark.parametrize("size", [(2000, 1500), (4000, 3000)])
def test_a_reduced_decode_gives_the_boxes_of_a_full_one(
    analyser: Analyser, groups: list[Path], size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    big = enlarged(group(groups), *size)
    data = jpeg(big)
    found = analyser.analyse(data, name="a.jpg")
    monkeypatch.setattr(analysis, "FIRST_SIDE", 10_000)
    full = analyser.analyse(data, name="a.jpg")
    assert len(full.faces) == 7
    assert_consistent(found, size, 7)
    assert_same_faces(found, full, pixels=size[0] / 160, similarity=0.9)


@pytest.fixture
def decodes(monkeypatch: pytest.MonkeyPatch) -> list[Image]:
    """Return what is decoded, as it happens."""
    seen: list[Image] = []
    real = analysis.decode

    def spy(data: bytes, **options: object) -> Image:
        seen.append(real(data, **options))  # type: ignore[arg-type]
        return seen[-1]

    monkeypatch.setattr(analysis, "decode", spy)
    return seen


@pytest.fixture
def closer(analyser: Analyser, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Return the sizes of the pictures that are looked at more closely, as it happens."""
    seen: list[tuple[int, int]] = []
    real = analyser.detector.look_closer

    def spy(image: Pixels, places: Detections) -> Detections:
        seen.append((image.shape[1], image.shape[0]))
        assert len(places) > 0
        return real(image, places)

    monkeypatch.setattr(analyser.detector, "look_closer", spy)
    return seen


#: Width of the widest face of a small crowd, pixels.
SMALL = 20


def in_a_crowd(groups: list[Path], width: int, canvas: tuple[int, int], at: tuple[int, int]) -> Pixels:
    """Return a canvas with the group so small that its widest face (43 of 500 pixels) is `width` pixels."""
    image = group(groups)
    factor = width / 43
    small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    result = np.full((canvas[1], canvas[0], 3), 110, np.uint8)
    result[at[1] : at[1] + small.shape[0], at[0] : at[0] + small.shape[1]] = small
    return result


@pytest.mark.parametrize("encode", [jpeg, tiff], ids=["reduced first", "in full at once"])
def test_small_faces_in_large_photos_are_found_by_a_closer_look(
    analyser: Analyser,
    groups: list[Path],
    decodes: list[Image],
    closer: list[tuple[int, int]],
    encode: Callable[[Pixels], bytes],
) -> None:
    """Faces 12 to 20 pixels wide in 12 megapixels, where the first look has half of that."""
    data = encode(in_a_crowd(groups, SMALL, (4000, 3000), (2600, 1900)))
    found = analyser.analyse(data, name="crowd")
    assert closer == [(4000, 3000)]
    assert [image.scale for image in decodes] == ([0.5, 1.0] if encode is jpeg else [1.0])
    assert_consistent(found, (4000, 3000), len(found.faces))
    expected = analyser.detector.detect(group(groups)).moved(SMALL / 43, SMALL / 43, 2600, 1900)
    assert len(expected) == 7
    distances = np.abs(expected.landmarks[:, None] - found.faces.landmarks).max(axis=(2, 3)).min(axis=1)
    assert (distances < 6).sum() >= 6


def test_without_a_closer_look_they_are_missed(analyser: Analyser, groups: list[Path]) -> None:
    """Else the test above would prove nothing."""
    big = in_a_crowd(groups, SMALL, (4000, 3000), (2600, 1900))
    half = np.asarray(cv2.resize(big, (2000, 1500), interpolation=cv2.INTER_AREA), np.uint8)
    assert len(analyser.detector.detect_all(half).faces) <= 3


def test_faces_24_pixels_wide_in_12_megapixels_are_all_found(analyser: Analyser, groups: list[Path]) -> None:
    for at in ((30, 30), (1100, 1000), (3500, 2600)):
        big = in_a_crowd(groups, 36, (4000, 3000), at)
        found = analyser.analyse(jpeg(big), name="a.jpg")
        # 21 to 36 pixels wide, and nothing else taken for a face.
        assert len(found.faces) == 7


def test_large_faces_need_no_second_decode(
    analyser: Analyser, portrait: Pixels, decodes: list[Image], closer: list[tuple[int, int]]
) -> None:
    found = analyser.analyse(jpeg(enlarged(portrait, 2542, 3600)), name="a.jpg")
    assert_consistent(found, (2542, 3600), 1)
    assert closer == []
    assert [image.scale for image in decodes] == [0.5]


def test_a_face_is_cut_from_the_decode_that_has_its_detail(
    analyser: Analyser, portrait: Pixels, decodes: list[Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A face 100 pixels wide in a photo that was read at half its size is cut from the full one."""
    canvas = np.full((3000, 4000, 3), 110, np.uint8)
    # The face is 409 of 565 pixels wide.
    factor = 100 / 409
    small = cv2.resize(portrait, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    canvas[500 : 500 + small.shape[0], 700 : 700 + small.shape[1]] = small
    data = jpeg(canvas)
    found = analyser.analyse(data, name="a.jpg")
    assert_consistent(found, (4000, 3000), 1)
    assert [image.scale for image in decodes] == [0.5, 1.0]
    sharp = analyser.embedder.embed(analyser.embedder.crop(decodes[1].pixels, found.faces.landmarks)).vectors
    soft = analyser.embedder.crop(decodes[0].pixels, found.faces.landmarks / 2)
    np.testing.assert_allclose(found.embeddings, sharp, atol=1e-5)
    assert cosine(found.embeddings, analyser.embedder.embed(soft).vectors)[0] < 0.999


def test_embed_gives_the_embeddings_of_analyse(analyser: Analyser, groups: list[Path]) -> None:
    for data in (groups[0].read_bytes(), jpeg(in_a_crowd(groups, 60, (3200, 2400), (900, 700)))):
        found = analyser.analyse(data, name="a.jpg")
        assert len(found.faces) >= 5
        again = analyser.embed(data, name="a.jpg", landmarks=found.faces.landmarks)
        assert again.dtype == np.float32
        np.testing.assert_allclose(again, found.embeddings, atol=1e-5)
        one = analyser.embed(data, name="a.jpg", landmarks=found.faces.landmarks[2:3])
        assert cosine(one, found.embeddings[2:3])[0] > 0.9999
        none = analyser.embed(data, name="a.jpg", landmarks=np.zeros((0, 5, 2), np.float32))
        assert none.shape == (0, 128)


def test_landmarks_in_one_place_cannot_be_embedded(analyser: Analyser) -> None:
    with pytest.raises(ValueError, match="landmarks"):
        analyser.embed(photo("PNG"), name="a.png", landmarks=np.full((1, 5, 2), 9, np.float32))


def test_one_analyser_serves_many_threads(analyser: Analyser, groups: list[Path]) -> None:
    files = [path.read_bytes() for path in groups[1:3]]
    expected = [analyser.analyse(data, name="a.jpg") for data in files]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda data: analyser.analyse(data, name="a.jpg"), files * 2))
    for one, other in zip(found, expected * 2, strict=True):
        assert_same_faces(one, other, pixels=0.0, similarity=0.99999)
