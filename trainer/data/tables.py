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
