"""Measuring models on a set, and what reports make of it: complete, well-formed, and nothing beside them."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from trainer.data.pairs import PairList, read_pair_list
from trainer.data.training_set import TrainingSet
from trainer.evaluation.evaluating import EvaluationSet, SetFigures, evaluate_models
from trainer.evaluation.plots import histogram_plot, roc_plot
from trainer.evaluation.report import Block, FacePairs, Heading, Plot, Table, Text, contents
from trainer.evaluation.report_html import as_html
from trainer.evaluation.report_markdown import write_markdown
from trainer.evaluation.verification import count_pairs

#: Names that would be markup, formulas, or in no font.
SET, FIRST, SECOND = "<b>照片 & $x$|", "_a$b$", "தமிழ்"


class Drawn:
    """A model whose embeddings are people's centres and noise."""

    def __init__(self, name: str, spread: float, grouping: float | None) -> None:
        self.name, self.spread, self.grouping = name, spread, grouping

    def embed(
        self, faces: TrainingSet, on_progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        chance = np.random.default_rng(1)
        centres = chance.normal(size=(len(faces.names), 64))
        vectors = centres[faces.people] + self.spread * chance.normal(size=(len(faces), 64))
        if on_progress:
            on_progress(len(faces), len(faces))
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def faces() -> TrainingSet:
    """15 people of five families, with 8 small faces each."""
    chance = np.random.default_rng(0)
    people = np.repeat(np.arange(15), 8)
    return TrainingSet.of_crops(
        chance.integers(0, 256, (120, 24, 24, 3), np.uint8),
        [f"F{person // 3}_M{person}" for person in people],
        name=SET,
        families=[f"F{person // 3}" for person in people],
        files=[f"F{p // 3}_M{p}/F{p // 3}_M{p}_{at % 8 + 1:04}.jpg" for at, p in enumerate(people)],
        margin=4,
    )


@pytest.fixture(scope="module")
def found(faces: TrainingSet, tmp_path_factory: pytest.TempPathFactory) -> SetFigures:
    file = tmp_path_factory.mktemp("pairs") / "pairs.txt"
    lines = [f"F{p // 3}_M{p}\t1\t{k}\n" for p in range(15) for k in (2, 3)]
    lines += [
        f"F{p // 3}_M{p}\t{k}\tF{(p + 1) % 15 // 3}_M{(p + 1) % 15}\t1\n" for p in range(15) for k in (2, 3)
    ]
    file.write_text("".join(lines), "utf-8")
    measured = EvaluationSet(
        name=SET,
        faces=faces,
        skipped=(("a.jpg", "no face was found"),),
        pairs=read_pair_list(file, faces.files),
        subgroups={"age": ["old" if at % 2 else "young" for at in range(120)]},
    )
    return evaluate_models([Drawn(FIRST, 0.9, 0.4), Drawn(SECOND, 1.3, None)], measured, resamples=30)


def test_everything_is_measured(found: SetFigures, faces: TrainingSet) -> None:
    first, second = found.models
    assert (found.same, found.different) == (15 * 28, 105 * 64)
    vectors = Drawn(FIRST, 0.9, None).embed(faces)
    counts = count_pairs(vectors, faces.people)
    assert first.val == tuple(counts.validation(far) for far in (1e-3, 1e-4, 1e-5))
    assert first.above_first == ()
    assert second.above_first[0].value < 0
    assert first.grouping is not None
    assert first.grouping.threshold == 0.4
    assert second.grouping is None
    assert [one.gallery_faces for one in first.identification] == [1, 3, 5]
    assert first.pairs is not None
    assert first.pairs.pairs == 60
    assert first.relatives is not None
    assert first.relatives.pairs == 5 * 3 * 64
    assert [(row.value, row.other) for row in first.subgroups] == [
        ("old", "old"),
        ("young", "young"),
        ("old", "young"),
    ]
    # The subgroups' pairs are all pairs, and their accepted ones those of the whole.
    assert sum(row.same for row in first.subgroups) == found.same
    accepted = sum(row.same * (row.val or 0) for row in first.subgroups)
    assert accepted / found.same == pytest.approx(first.val[0].val, abs=0.005)
    drawn = found.drawings[0]
    assert (drawn.same.sum(), drawn.different.sum()) == (found.same, found.different)
    distances = np.concatenate([2 - 2 * (vectors @ vectors.T)[i, i + 1 :] for i in range(120)])
    histogram = np.histogram(distances, np.linspace(0, 4, 201))[0]
    assert np.abs(np.cumsum(histogram - drawn.same - drawn.different)).max() <= 3
    assert len(drawn.worst.same) == 12


def test_a_set_without_pairs_cannot_be_measured(faces: TrainingSet) -> None:
    for some in (faces.subset(np.arange(0, 120, 8)), faces.subset(np.arange(8))):
        with pytest.raises(ValueError, match="some needs two faces of one person, and faces of two people"):
            evaluate_models([Drawn("a", 1, None)], EvaluationSet("some", some))


def test_too_few_of_the_listed_pairs_are_noticed_before_anything_is_embedded(faces: TrainingSet) -> None:
    at = np.arange(12)
    pairs = PairList(at, at + 1, at % 3 == 0, None, left_out=0)
    measured = EvaluationSet("few", faces, pairs=pairs)
    with pytest.raises(
        ValueError, match=r"few has too few of the listed pairs: 10 folds need .* 4 of one per"
    ):
        evaluate_models([], measured)


def test_a_tiny_set_leaves_out_what_needs_more(faces: TrainingSet) -> None:
    tiny = EvaluationSet("tiny", faces.subset([0, 1, 8]))
    figures = evaluate_models([Drawn("a", 0.5, 0.4)], tiny, resamples=5)
    (one,) = figures.models
    assert (one.open_set, one.val_on_splits, one.identification, one.pairs) == (None, None, (), None)
    assert all(not point.reliable for point in one.tar)
    page = as_html(contents([figures]))
    assert "Who is it?" not in page
    assert "single pairs decide" in page


class Reader(HTMLParser):
    """Checks that tags are closed in order, and keeps pictures, links and cells."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sources: list[str] = []
        self.cells: list[str] = []
        self.columns: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]
        if tag == "tr":
            self.columns.append(0)
        if tag in ("td", "th"):
            self.columns[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("td", "th"):
            self.cells.append(data)


def test_the_page_needs_nothing_beside_it(found: SetFigures) -> None:
    page = as_html(contents([found]))
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    pictures = [source for source in reader.sources if source.startswith("data:image/jpeg;base64,")]
    shown = sum(len(drawn.worst.same) + len(drawn.worst.different) for drawn in found.drawings)
    assert len(pictures) == 2 * shown
    # All else points into the page itself.
    assert all(source.startswith("#") for source in reader.sources if source not in pictures)
    assert "@import" not in page
    assert "<script" not in page
    assert page.count("<svg") == 3
    assert "prefers-color-scheme: dark" in page
    for name in ("&lt;b&gt;照片 &amp; $x$|", FIRST, SECOND):
        assert name in page
    assert "<b>照片" not in page
    assert f"{found.models[0].val[0].d2:.4f}" in reader.cells


def test_tables_are_square(found: SetFigures) -> None:
    tables = [block for block in contents([found, found]) if isinstance(block, Table)]
    assert len(tables) == 1 + 2 * 6
    for table in tables:
        assert {len(row) for row in table.rows} == {len(table.headings)}


def test_markdown_has_its_pictures_beside_it(found: SetFigures, tmp_path: Path) -> None:
    file = tmp_path / "my report.md"
    (tmp_path / "my report_files").mkdir()
    (tmp_path / "my report_files" / "99-old.png").write_bytes(b"of a former report")
    (tmp_path / "my report_files" / "holiday.png").write_bytes(b"not of any report")
    write_markdown(contents([found]), file)
    (tmp_path / "my report_files" / "holiday.png").unlink()
    text = file.read_text("utf-8")
    named = re.findall(r"\]\(my%20report_files/([^)]*)\)", text)
    assert sorted(named) == sorted(path.name for path in (tmp_path / "my report_files").iterdir())
    assert len(named) == 1 + 2 + 4
    for name in named:
        with Image.open(tmp_path / "my report_files" / name) as picture:
            picture.load()
            # Four pairs of faces of 24 pixels in a row, twelve in all.
            if name.endswith(".jpg"):
                assert picture.size == (4 * 48 + 3 * 8, 3 * 24 + 2 * 8)
    widths = {line.count(" |") - line.count(r"\|") for line in text.splitlines() if line.startswith("|")}
    assert widths
    assert "<b>" not in text.replace(r"\<b\>", "")
    for block in contents([found]):
        if isinstance(block, Heading):
            assert "#" * block.level + " " in text


def test_plots_are_drawn_for_light_and_dark(found: SetFigures) -> None:
    for draw in (roc_plot, lambda figures, *, svg: histogram_plot(figures, 1, svg=svg)):
        text = draw(found, svg=True).decode("utf-8")
        root = ET.fromstring(text)
        assert root.tag.endswith("svg")
        assert {"width", "height"}.isdisjoint(root.attrib)
        assert "currentColor" in text
        assert "#010203" not in text
        assert "#ffffff" not in text
        with Image.open(BytesIO(draw(found, svg=False))) as picture:
            pixels = np.asarray(picture.convert("RGB"))
        assert (pixels[0, 0] == 255).all()
        assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 20
    legend = roc_plot(found, svg=True).decode("utf-8")
    assert roc_plot(found, svg=True).decode("utf-8") == legend
    assert FIRST in legend
    assert SECOND in legend
    assert "mathdefault" not in legend


def test_fonts_that_are_missing_are_not_complained_of(
    found: SetFigures, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    with caplog.at_level(logging.DEBUG):
        roc_plot(found, svg=False)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert not recwarn.list


def test_a_curve_of_perfect_faces_can_be_drawn(faces: TrainingSet) -> None:
    figures = evaluate_models([Drawn("perfect", 0.0, None)], EvaluationSet("all", faces), resamples=5)
    assert roc_plot(figures, svg=True)
    assert histogram_plot(figures, 0, svg=True)


def test_a_gallery_without_pairs(found: SetFigures, tmp_path: Path) -> None:
    blocks: list[Block] = [Text("a"), FacePairs("none here", ())]
    write_markdown(blocks, tmp_path / "a.md")
    assert "none here: none." in (tmp_path / "a.md").read_text("utf-8")
    assert "none here" in as_html(blocks)
    assert [block.title for block in contents([replace(found)]) if isinstance(block, Plot)] == [
        f"ROC of {SET}",
        f"d² of {SET} by {FIRST}",
        f"d² of {SET} by {SECOND}",
    ]


def test_neither_torch_nor_matplotlib_is_imported_before_it_is_needed() -> None:
    code = "import sys, trainer.cli; print([m for m in ('torch', 'matplotlib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
