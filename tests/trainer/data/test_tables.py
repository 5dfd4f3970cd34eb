"""Reading tables that people wrote, and saying which one is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainer.data.pairs import read_pair_list
from trainer.data.preparing import read_albums
from trainer.data.tables import read_suspects, read_table
from trainer.evaluation.subgroups import read_subgroups


def test_a_table_is_read_as_spreadsheets_write_it(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes('\ufeffperson,notes\r\nZoë,"a, b"\r\nAnn\r\n'.encode())
    headings, rows = read_table(file)
    assert headings == ["person", "notes"]
    assert rows == [{"person": "Zoë", "notes": "a, b"}, {"person": "Ann", "notes": ""}]
    file.write_bytes(b"")
    assert read_table(file) == ([], [])


def test_what_is_no_text_is_told_with_the_files_name(tmp_path: Path) -> None:
    file = tmp_path / "picture.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(ValueError, match=r"picture\.csv is no table .* Save it as CSV, in UTF-8\."):
        read_table(file)
    with pytest.raises(ValueError, match=r"picture\.csv is no table"):
        read_albums(file)
    with pytest.raises(ValueError, match=r"picture\.csv is no table"):
        read_subgroups(file, [], [])
    with pytest.raises(ValueError, match=r"picture\.csv is no list of pairs"):
        read_pair_list(file, [])


def test_suspects_are_read(tmp_path: Path) -> None:
    file = tmp_path / "suspects.csv"
    file.write_text('kind,person_a,person_b\nx,"Ann, A.",Bea\ny,Bea,Cy\n', "utf-8")
    assert read_suspects(file) == {"Ann, A.", "Bea", "Cy"}
    for text in ("", "person_a,other\na,b\n"):
        file.write_text(text, "utf-8")
        with pytest.raises(ValueError, match=r"suspects\.csv needs a heading with person_a and person_b"):
            read_suspects(file)
