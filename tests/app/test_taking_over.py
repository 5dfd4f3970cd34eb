"""A change to a comparable recogniser: embeddings are taken over, no photo is opened, all else goes on."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from makers import onnx_models
from makers.command_line import CommandLine
from makers.fake_photos import DETECTOR, rows
from makers.fixed_detectors import FixedDetector
from makers.libraries import run

from app.grouping import Chosen, choose_recogniser, group, grouped_by, suggestions
from app.indexing import IndexReport, add_roots, index
from app.library.embeddings import load_embeddings
from app.library.errors import LibraryBusyError
from app.library.settings import RECOGNISER, get_setting
from app.library.store import Library
from app.operations import confirm_faces, name_person, reject_faces
from app.search import find_person
from app.search.places import model_of
from engine.analysis import Analyser
from engine.embedding import FaceEmbedder, cosine, unpack
from engine.models import Catalogue, ModelCard

#: Whose face is in each photo.
WHO = [1, 1, 1, 2, 2, 2, 3]
SAID = ("person", "face", "rejection")
#: Where it is, pixels.
FACE = (60, 60, 120, 120)


def draw(file: Path, who: int, number: int) -> None:
    """Write a photo of somebody: their own pattern, with a little that is of this photo alone."""
    pattern = np.random.default_rng(who).integers(0, 2, (12, 12, 3)) * 200 + 27
    noise = np.random.default_rng([who, number]).normal(0, 12, (12, 12, 3))
    small = np.clip(pattern + noise, 0, 255).astype(np.uint8)
    assert cv2.imwrite(str(file), cv2.resize(small, (240, 240), interpolation=cv2.INTER_CUBIC))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Return recognisers: `second` is comparable with `first`, `third` with `second`, `other` with none."""
    folder = tmp_path_factory.mktemp("models")
    made = Catalogue(installed=folder / "installed", cache=folder / "cache")
    for name, seed, beside, names in (
        ("first", 1, 0.0, None),
        ("second", 1, 0.2, ["first"]),
        ("third", 1, 0.1, ["second"]),
        ("other", 2, 0.0, []),
    ):
        data = onnx_models.recogniser(seed=seed, beside=beside)
        flip = "flip_average = false" + (f"\ncomparable_with = {names}" if names is not None else "")
        text = onnx_models.recogniser_card(data, name=name, flip_average=flip)
        (folder / "tiny.onnx").write_bytes(data)
        (folder / "card.toml").write_text(text, encoding="utf-8")
        made.install(folder / "tiny.onnx", folder / "card.toml")
    return made


@pytest.fixture(scope="module")
def indexed(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of photos with their library, embedded and grouped by `first`, and things said."""
    folder = tmp_path_factory.mktemp("indexed")
    (folder / "photos").mkdir()
    for number, who in enumerate(WHO):
        draw(folder / "photos" / f"{number}.png", who, number)
    with Library.open(folder / "library.db") as library:
        add_roots(library, [folder / "photos"])
        bring_up(library, catalogue, "first")
        group(library, card=catalogue.card("first"))
        people = Counter(row["person_id"] for row in rows(library, "face"))
        assert sorted(people.values()) == [1, 3, 3]
        assert people[None] == 1
        name_person(library, person=1, name="Anna")
        confirm_faces(library, faces=[1])
        reject_faces(library, faces=[7], person="Anna")
    return folder


@pytest.fixture
def photos(indexed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(indexed / "photos", tmp_path / "photos"))


@pytest.fixture
def library(indexed: Path, photos: Path, tmp_path: Path) -> Iterator[Library]:
    for name in ("library.db", "library.db.crops", "library.db.thumbnails"):
        if (indexed / name).exists():
            shutil.copy(indexed / name, tmp_path / name)
    with Library.open(tmp_path / "library.db") as opened:
        run(opened, f"UPDATE root SET path = '{photos}'")
        yield opened


def bring_up(library: Library, catalogue: Catalogue, name: str) -> IndexReport:
    """Index with a recogniser."""
    card = catalogue.card(name)

    def made() -> Analyser:
        embedder = FaceEmbedder(catalogue.session(card, None), card)
        return Analyser(FixedDetector(FACE), embedder)  # type: ignore[arg-type]

    return index(library, made, detector=DETECTOR, recogniser=card, workers=2)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the photos that are opened are added."""
    opened: list[str] = []
    from engine import image

    read: Callable[[str], bytes] = image.read_bytes

    def counting(file: str, *rest: Any) -> bytes:
        opened.append(Path(file).name)
        return read(file, *rest)

    monkeypatch.setattr(image, "read_bytes", counting)
    return opened


def said(library: Library) -> dict[str, list[dict[str, Any]]]:
    return {table: rows(library, table) for table in SAID}


def vectors(library: Library, card: ModelCard) -> dict[int, bytes]:
    with library.read() as session:
        faces = load_embeddings(session, model_of(session, card))
    return {face: row.tobytes() for face, row in zip(faces.face_ids.tolist(), faces.vectors, strict=True)}


def exemplars(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    """Return the looks by the name of their model."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with library.read() as session:
        for model, *look in session.connection().exec_driver_sql(
            "SELECT name, person_id, number, faces, total FROM exemplar "
            "JOIN model ON model.id = model_id ORDER BY 1, 2, 3"
        ):
            found.setdefault(model, []).append(tuple(look))
    return found


def kept_rows(library: Library) -> dict[str, int]:
    """Count the embeddings by the name of their model."""
    names = {row["id"]: row["name"] for row in rows(library, "model")}
    return dict(Counter(names[row["model_id"]] for row in rows(library, "embedding")))


def test_a_comparable_one_holds_at_once_and_opens_no_photo(
    library: Library, catalogue: Catalogue, reads: list[str]
) -> None:
    first, second = catalogue.card("first"), catalogue.card("second")
    before, embeddings = said(library), vectors(library, first)
    suggested = len(suggestions(library))
    assert choose_recogniser(library, second) == Chosen(taken_over=7, left=0)
    assert said(library) == before
    assert vectors(library, second) == vectors(library, first) == embeddings
    assert grouped_by(library) == second.file.sha256
    with library.read() as session:
        assert get_setting(session, RECOGNISER) == "second"
    assert len(find_person(library, person="Anna", card=second).photos) == 3
    assert len(suggestions(library)) == suggested
    # Neither grouping nor indexing has anything to do.
    assert not group(library, card=second).changed
    report = bring_up(library, catalogue, "second")
    assert (report.unchanged, report.embedded, report.not_embedded) == (7, 0, 0)
    assert not group(library, card=second).changed
    assert said(library) == before
    assert reads == []


def test_new_photos_join_the_people_of_old_ones(
    library: Library, catalogue: Catalogue, photos: Path, reads: list[str]
) -> None:
    first, second = catalogue.card("first"), catalogue.card("second")
    choose_recogniser(library, second)
    before = {row["id"]: row["person_id"] for row in rows(library, "face")}
    for number, who in enumerate([1, 2, 3, 4], 20):
        draw(photos / f"{number}.png", who, number)
    assert bring_up(library, catalogue, "second").embedded == 0
    assert sorted(reads) == ["20.png", "21.png", "22.png", "23.png"]
    # More than a quarter is new, so everything is grouped anew: the mixture gives the same people.
    assert group(library, card=second).anew
    after = {row["id"]: row["person_id"] for row in rows(library, "face")}
    assert after[8] == before[1]
    assert after[9] == before[4]
    assert after[10] == after[7] is not None
    assert after[11] is None
    assert {face: after[face] for face in range(1, 7)} == {face: before[face] for face in range(1, 7)}
    # They are the second's own, and unlike what the first would have made of them.
    assert kept_rows(library) == {"first": 7, "second": 11}
    draw(photos / "30.png", 1, 30)
    bring_up(library, catalogue, "second")
    assert not group(library, card=second).anew
    assert rows(library, "face")[-1]["person_id"] == before[1]
    # Back to the first: its card says nothing, but the second's does.
    assert choose_recogniser(library, first) == Chosen(taken_over=5, left=0)
    assert vectors(library, first) == vectors(library, second)
    assert grouped_by(library) == first.file.sha256
    assert len(reads) == 5


def test_indexing_takes_over_what_the_window_chose(
    library: Library, catalogue: Catalogue, reads: list[str]
) -> None:
    before = said(library)
    report = bring_up(library, catalogue, "second")
    assert (report.embedded, report.embedded_from_crops, report.not_embedded) == (0, 0, 0)
    assert grouped_by(library) == catalogue.card("second").file.sha256
    # Whoever looks at people before they are grouped again finds their looks.
    looks = exemplars(library)
    assert looks[catalogue.card("second").name] == looks[catalogue.card("first").name] != []
    # The suggestions are made anew, by what similarities mean to this one; the groups stay.
    report_of_groups = group(library, card=catalogue.card("second"))
    assert (report_of_groups.changed, report_of_groups.anew, report_of_groups.moved) == (True, False, 0)
    assert (said(library), reads) == (before, [])


def test_all_are_embedded_anew_on_demand(library: Library, catalogue: Catalogue, photos: Path) -> None:
    first, second = catalogue.card("first"), catalogue.card("second")
    choose_recogniser(library, second)
    draw(photos / "20.png", 1, 20)
    bring_up(library, catalogue, "second")
    group(library, card=second)
    before, mixed = said(library), vectors(library, second)
    assert choose_recogniser(library, second, anew=True) == Chosen(taken_over=0, left=7)
    # Until then the groups rest on what they rested on before.
    assert grouped_by(library) == first.file.sha256
    assert list(vectors(library, second)) == [8]
    assert bring_up(library, catalogue, "second").embedded == 7
    assert bring_up(library, catalogue, "second").embedded == 0
    assert said(library) == before
    own = vectors(library, second)
    assert own[8] == mixed[8]
    for face in range(1, 8):
        pair = [unpack(np.frombuffer(v[face], np.int8)[None]) for v in (own, mixed)]
        assert own[face] != mixed[face]
        assert cosine(*pair)[0] > 0.9
    assert group(library, card=second).anew
    assert kept_rows(library) == {"second": 8}
    confirmed = [row["id"] for row in rows(library, "face") if row["confirmed_at"]]
    assert confirmed == [row["id"] for row in before["face"] if row["confirmed_at"]]
    assert rows(library, "person") == before["person"]
    assert rows(library, "rejection") == before["rejection"]
    # There is nothing left to be made anew.
    assert choose_recogniser(library, second, anew=True) == Chosen(0, 0)
    assert grouped_by(library) == second.file.sha256


def test_chosen_with_all_embedded_anew(library: Library, catalogue: Catalogue) -> None:
    before = said(library)
    assert choose_recogniser(library, catalogue.card("second"), anew=True) == Chosen(0, 7)
    assert bring_up(library, catalogue, "second").embedded == 7
    assert grouped_by(library) == catalogue.card("first").file.sha256
    assert said(library) == before
    # Chosen once more without that, what it has embedded itself stays.
    own = vectors(library, catalogue.card("second"))
    assert choose_recogniser(library, catalogue.card("second")) == Chosen(0, 0)
    assert vectors(library, catalogue.card("second")) == own


def test_one_that_is_not_comparable_embeds_all(
    library: Library, catalogue: Catalogue, reads: list[str]
) -> None:
    before = said(library)
    assert choose_recogniser(library, catalogue.card("other")) == Chosen(0, 7)
    assert grouped_by(library) == catalogue.card("first").file.sha256
    assert vectors(library, catalogue.card("other")) == {}
    assert bring_up(library, catalogue, "other").embedded == 7
    assert len(reads) == 7
    assert said(library) == before
    group(library, card=catalogue.card("other"))
    assert kept_rows(library) == {"other": 7}


def test_another_size_is_not_comparable(library: Library, catalogue: Catalogue) -> None:
    second = catalogue.card("second")
    assert second.recognition is not None
    smaller = replace(second, recognition=replace(second.recognition, embedding_size=64))
    assert choose_recogniser(library, smaller) == Chosen(0, 7)


def test_what_was_taken_over_twice_is_kept_once(library: Library, catalogue: Catalogue) -> None:
    embeddings = vectors(library, catalogue.card("first"))
    for name in ("second", "third"):
        assert choose_recogniser(library, catalogue.card(name)) == Chosen(7, 0)
        assert kept_rows(library) == {"first": 7, name: 7}
    assert vectors(library, catalogue.card("third")) == embeddings
    # Also of what came by way of the second it is known that it is not the third's own.
    assert choose_recogniser(library, catalogue.card("third"), anew=True) == Chosen(0, 7)
    assert bring_up(library, catalogue, "third").embedded == 7


def test_grouping_anew_keeps_what_is_known_of_the_makers(library: Library, catalogue: Catalogue) -> None:
    choose_recogniser(library, catalogue.card("second"))
    before = said(library)
    assert group(library, card=catalogue.card("second"), anew=True).moved == 0
    assert said(library)["person"] == before["person"]
    assert kept_rows(library) == {"first": 7, "second": 7}


def test_a_running_job_is_waited_for(library: Library, catalogue: Catalogue) -> None:
    with library.job_lock(), pytest.raises(LibraryBusyError):
        choose_recogniser(library, catalogue.card("second"))
    assert vectors(library, catalogue.card("second")) == {}
    with library.read() as session:
        assert get_setting(session, RECOGNISER) == RECOGNISER.default
    # Nothing is written that a job could disagree with.
    with library.job_lock():
        choose_recogniser(library, catalogue.card("other"))


def test_the_command(familiar: CommandLine, library: Library, catalogue: Catalogue, home: Path) -> None:
    shutil.copytree(catalogue.installed_folder, home / "data" / "Familiar" / "models")
    assert familiar.good("models", "select", "second") == (
        "second is in use. What the library has of 7 faces may be compared with its embeddings and stays. "
        "To embed all anew: familiar models select second --re-embed\n"
    )
    out = familiar.good("models", "select", "second", "--re-embed")
    assert out == "second is in use. Embed the faces with it: familiar index. Names stay as they are.\n"
    run(library, "DELETE FROM embedding WHERE face_id = 1")
    run(library, "INSERT INTO model VALUES (9, 'x', 'recognition', zeroblob(32), 'x', '2020-01-01')")
    run(library, "INSERT INTO embedding VALUES (1, 9, zeroblob(128))")
    assert familiar.good("models", "select", "second").endswith(
        "Embed 1 face more with it: familiar index. Names stay as they are.\n"
    )
    document = familiar.json("models", "select", "third")
    assert (document["selected"]["name"], document["taken_over"], document["left"]) == ("third", 6, 1)
    said = familiar.refused("models", "select", "yunet-2023mar", "--re-embed")
    assert said == "yunet-2023mar finds faces and embeds none. Leave out --re-embed.\n"
