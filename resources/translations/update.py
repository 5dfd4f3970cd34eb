"""Brings the translations of the window up to date with its texts, and compiles them.

    .venv/bin/python resources/translations/update.py

The texts are written in English where they are used, but for sentences that are made below the window, whose
templates stand in `app/desktop/templates`. `familiar_en.ts` has the plurals alone, which this fills; the
other languages are translated by hand (Qt Linguist opens the files). Qt reads the `.qm` files.
"""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from app.desktop.sentences import said_of_one

HERE = Path(__file__).resolve().parent
DESKTOP = HERE.parents[1] / "app" / "desktop"
#: English where one thing is not said as many without an s.
ONE = {
    "Do these %n face(s) belong to {name}?": "Does this face belong to {name}?",
    "Do these %n face(s) belong to this group?": "Does this face belong to this group?",
    "Whose %n face(s) are these? A name nobody has yet makes somebody new.": (
        "Whose face is this? A name nobody has yet makes somebody new."
    ),
    "Yes to the %n likely one(s)": "Yes to the likely one",
    "Also delete %n backup(s) that hold them:": "Also delete %n backup that holds them:",
    "%n confirmed face(s) stay": "%n confirmed face stays",
    "Merge %n people": "Merge %n person",
}


def main() -> None:
    """Collect the texts, fill in the English plurals, compile all languages."""
    sources = sorted(str(file) for file in DESKTOP.rglob("*.py"))
    for file in sorted(HERE.glob("*.ts")):
        language = file.stem.removeprefix("familiar_")
        only = ["-pluralonly"] if language == "en" else []
        languages = ["-source-language", "en", "-target-language", language]
        quietly = ["-no-obsolete", "-locations", "none", "-silent"]
        run("lupdate", *sources, *only, *languages, *quietly, "-ts", str(file))
        if language == "en":
            fill_plurals(file)
        run("lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm")))


def run(tool: str, *words: str) -> None:
    """Run one of Qt's tools, as the environment has it."""
    subprocess.run([str(Path(sys.executable).with_name(f"pyside6-{tool}")), *words], check=True)


def fill_plurals(file: Path) -> None:
    """Write what one and many are called in English."""
    tree = ET.parse(file)  # noqa: S314 - our own file
    for message in tree.iter("message"):
        source, translation = message.findtext("source") or "", message.find("translation")
        if translation is None:
            continue
        translation.attrib.pop("type", None)
        for form in list(translation):
            translation.remove(form)
        for text in (ONE.get(source, said_of_one(source)), re.sub(r"\(s\)", "s", source)):
            ET.SubElement(translation, "numerusform").text = text
    text = ET.tostring(tree.getroot(), encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
