"""The plots of a report: the ROC with a logarithmic FAR axis, and the histogram of d².

Drawn by matplotlib's Agg, which is imported only when something is drawn. An SVG takes the text colour of the
page around it, so that it suits light and dark pages; a PNG has a white ground.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from trainer.evaluation.evaluating import FAR, HISTOGRAM_BINS, SetFigures

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Told apart also by those who see few colours, on white and on black (after Okabe, Ito 2008).
_COLOURS = ("#0b84d8", "#e0722b", "#1fa67a", "#c65fa8", "#b89a1c", "#6a6fd0")

# Stands for the colour of the page's text until the SVG is finished; nothing else is drawn in it.
_INK = "#010203"

# Fonts that many computers have, for names in other scripts; those that are not there are not asked for.
_FONTS = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Microsoft YaHei",
    "Malgun Gothic",
    "Hiragino Sans GB",
    "Arial Unicode MS",
)


def colour(number: int) -> str:
    """Return the colour of a model, by its number."""
    return _COLOURS[number % len(_COLOURS)]


def roc_plot(found: SetFigures, *, svg: bool) -> bytes:
    """Draw the curves of all models.

    Args:
        found: on one set.
        svg: an SVG for a page, else a PNG.
    """
    with _style(svg=svg):
        figure, axes = _figure(6.4, 4.2)
        lines: list[Artist] = []
        for number, drawn in enumerate(found.drawings):
            lines += axes.plot(drawn.roc.far, drawn.roc.tar, color=colour(number), linewidth=1.8)
        lowest = 1 / found.different
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(_power_of_ten)
        axes.set_xlim(lowest, 1)
        shown = [drawn.roc.tar[drawn.roc.far >= min(1e-5, 10 * lowest)] for drawn in found.drawings]
        bottom = min(float(tar.min()) for tar in shown)
        axes.set_ylim(max(0.0, np.floor(10 * bottom - 0.5) / 10), 1.005)
        axes.axvline(FAR, color=_INK, linewidth=0.7, linestyle=(0, (2, 3)))
        axes.set_xlabel("FAR")
        axes.set_ylabel("VAL")
        _legend(axes, lines, [one.model for one in found.models], "lower right")
        return _written(figure, svg=svg)


def histogram_plot(found: SetFigures, number: int, *, svg: bool) -> bytes:
    """Draw how pairs of one person and of two are spread over d².

    Args:
        found: on one set.
        number: of the model.
        svg: an SVG for a page, else a PNG.
    """
    drawn = found.drawings[number]
    edges = np.linspace(0, 4, HISTOGRAM_BINS + 1)
    with _style(svg=svg):
        figure, axes = _figure(6.4, 3.2)
        handles: list[Artist] = []
        for counts, shade in ((drawn.same, _COLOURS[2]), (drawn.different, _COLOURS[1])):
            heights = counts / counts.sum() / edges[1]
            handles.append(axes.stairs(heights, edges, fill=True, alpha=0.35, color=shade))
            axes.stairs(heights, edges, color=shade, linewidth=1.2)
        threshold = found.models[number].val[0].d2
        handles.append(axes.axvline(threshold, color=_INK, linewidth=0.9, linestyle=(0, (2, 3))))
        both = np.flatnonzero(drawn.same + drawn.different)
        axes.set_xlim(max(0.0, edges[both[0]] - 0.1), min(4.0, edges[both[-1] + 1] + 0.1))
        axes.set_ylim(0, None)
        axes.set_xlabel("d²")
        axes.set_ylabel("share of pairs per unit of d²")
        _legend(axes, handles, ["one person", "two people", f"FAR {FAR:g}"], "upper left")
        return _written(figure, svg=svg)


def _power_of_ten(value: float, _: float) -> str:
    return f"1e{round(np.log10(value)):d}" if value < 1 else "1"


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    # Belongs to the figure from here on; pyplot, which keeps figures for ever, is not needed.
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(visible=True, linewidth=0.5, alpha=0.25, color=_INK)
    return figure, axes


def _legend(
    axes: Axes, handles: Sequence[Artist], names: Sequence[str], place: Literal["lower right", "upper left"]
) -> None:
    # matplotlib keeps names that begin with _ out of legends, so they are put in afterwards.
    legend = axes.legend(handles, ["-"] * len(names), loc=place, frameon=False)
    for text, name in zip(legend.get_texts(), names, strict=True):
        text.set_text(name)


@contextmanager
def _style(*, svg: bool) -> Iterator[None]:
    import matplotlib as mpl
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    ink = dict.fromkeys(
        ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), _INK
    )
    settings: dict[Any, Any] = {
        **ink,
        "font.family": [name for name in _FONTS if name in there] or ["sans-serif"],
        "font.size": 10,
        # A $ in a name is no formula.
        "text.parse_math": False,
        "axes.axisbelow": True,
        "svg.fonttype": "none",
        "svg.hashsalt": "familiar",
        "figure.facecolor": "none" if svg else "white",
        "axes.facecolor": "none",
        "savefig.facecolor": "none" if svg else "white",
    }
    fonts = logging.getLogger("matplotlib.font_manager")
    level = fonts.level
    with mpl.rc_context(settings), warnings.catch_warnings():
        # A name in a script that no font here has is drawn as boxes in a PNG, and rightly in an SVG.
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        fonts.setLevel(logging.ERROR)
        try:
            yield
        finally:
            fonts.setLevel(level)


def _written(figure: Figure, *, svg: bool) -> bytes:
    buffer = io.BytesIO()
    if not svg:
        figure.savefig(buffer, format="png", dpi=150)
        return buffer.getvalue()
    figure.savefig(buffer, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    text = buffer.getvalue().decode("utf-8").replace(_INK, "currentColor")
    # Only the element itself can stand in a page, and it takes the page's font and the width that is there.
    text = re.sub(r" font-family: [^;\"]*;?", "", text[text.index("<svg") :])
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1, flags=re.DOTALL)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1, flags=re.DOTALL)
    return text.encode("utf-8")
