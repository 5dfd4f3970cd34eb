"""Tables that people write by hand or with a spreadsheet: CSV files with a heading."""

from __future__ import annotations

import csv
from pathlib import Path


def read_table(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Read a table; a byte order mark, as spreadsheets write it, is passed over.

    Args:
        file: CSV with a heading.

    Returns:
        The headings, and the rows by heading; what a short row lacks is "".

    Raises:
        ValueError: it is not CSV, or not UTF-8.
        OSError: it cannot be read.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, restval="")
            return list(reader.fieldnames or ()), list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{file} is no table ({error}). Save it as CSV, in UTF-8.") from error


def read_suspects(file: Path) -> frozenset[str]:
    """Return the people of pairs that are probably one person under two names.

    Args:
        file: CSV with the columns person_a and person_b.

    Raises:
        ValueError: it is no table, or has no such columns.
        OSError: it cannot be read.
    """
    headings, rows = read_table(file)
    if not {"person_a", "person_b"} <= set(headings):
        raise ValueError(f"{file} needs a heading with person_a and person_b.")
    return frozenset(row[key] for row in rows for key in ("person_a", "person_b"))
