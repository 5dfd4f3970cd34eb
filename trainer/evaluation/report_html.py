"""A report as one page of HTML that needs nothing beside it: plots are inlined, pictures are data.

It follows the reader's choice of light or dark, and can be printed.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape

from trainer.evaluation.report import Block, FacePair, FacePairs, Heading, Plot, Table, Text

_STYLE = """
:root { color-scheme: light dark; --ground: #fbfbfa; --card: #ffffff; --ink: #1d2126; --quiet: #646c76;
  --line: #e2e4e7; --accent: #0b6fbf; }
@media (prefers-color-scheme: dark) { :root { --ground: #15181c; --card: #1d2126; --ink: #e6e8eb;
  --quiet: #9aa3ad; --line: #323841; --accent: #62b1ef; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .75rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 3rem 0 .5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; color: var(--accent); }
p { max-width: 46rem; margin: .5rem 0 1rem; color: var(--quiet); }
.scroll { overflow-x: auto; margin: .75rem 0 1.25rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .8rem; text-align: right; white-space: nowrap; }
th { font-weight: 600; font-size: .85rem; color: var(--quiet); white-space: normal; vertical-align: bottom; }
tbody tr { border-top: 1px solid var(--line); }
th.word, td.word { text-align: left; }
figure { margin: .75rem 0 1.25rem; }
figure.plot { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .75rem;
  max-width: 46rem; }
figure.plot svg { display: block; width: 100%; height: auto; color: var(--ink); }
figcaption { color: var(--quiet); font-size: .9rem; margin-bottom: .4rem; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .8rem; }
.pair { background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.pair .faces { display: grid; grid-template-columns: 1fr 1fr; gap: 2px; }
.pair img { display: block; width: 100%; aspect-ratio: 1; object-fit: cover; }
.pair .said { padding: .4rem .6rem .5rem; font-size: .78rem; color: var(--quiet); overflow-wrap: anywhere; }
.pair b { display: block; color: var(--ink); font-variant-numeric: tabular-nums; }
@media print { body { background: none; } h2 { break-before: page; } .pair, figure { break-inside: avoid; } }
"""


def as_html(blocks: Iterable[Block]) -> str:
    """Return the page."""
    blocks = list(blocks)
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    body = "\n".join(map(_block, blocks))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Text(text):
            return f"<p>{escape(text)}</p>"
        case Table():
            return _table(block)
        case Plot():
            caption = f"<figcaption>{escape(block.title)}</figcaption>"
            label = f'role="img" aria-label="{escape(block.title)}"'
            drawn = block.svg().decode("utf-8").replace("<svg", f"<svg {label}", 1)
            return f'<figure class="plot">{caption}{drawn}</figure>'
        case FacePairs(title, pairs):
            shown = "\n".join(map(_pair, pairs))
            return (
                f'<figure><figcaption>{escape(title)}</figcaption><div class="pairs">{shown}</div></figure>'
            )


def _table(table: Table) -> str:
    def row(cells: tuple[str, ...], tag: str) -> str:
        starts = [f'<{tag} class="word">' if at < table.words else f"<{tag}>" for at in range(len(cells))]
        made = (f"{start}{escape(cell)}</{tag}>" for start, cell in zip(starts, cells, strict=True))
        return f"<tr>{''.join(made)}</tr>"

    rows = "\n".join(row(cells, "td") for cells in table.rows)
    return (
        f'<div class="scroll"><table>\n<thead>{row(table.headings, "th")}</thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )


def _pair(pair: FacePair) -> str:
    pictures = "".join(
        f'<img src="data:image/jpeg;base64,{base64.b64encode(jpeg).decode("ascii")}" alt="{escape(name)}">'
        for jpeg, name in zip(pair.jpegs, pair.names, strict=True)
    )
    names = "<br>".join(map(escape, pair.names))
    return (
        f'<div class="pair"><div class="faces">{pictures}</div>'
        f'<div class="said"><b>{escape(pair.title)}</b>{names}</div></div>'
    )
