"""`familiar import`: shows first, asks, does it, and `familiar undo` takes it back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from makers.albums import make_album
from makers.command_line import CommandLine
from makers.digikam_files import DigikamFile
from makers.libraries import everything

from app.library.store import Library

#: A box of 96 x 96 pixels around the first face of a photo of 480 x 320 (32, 92) to (128, 188), and one
#: around the second.
FIRST, SECOND = "111149994443966f", "56654999899a966f"


@pytest.fixture
def album(familiar: CommandLine) -> CommandLine:
    """Return the command line for an album beside whose photos Picasa left its file."""
    folder = familiar.library.parent / "album"
    make_album(folder).rename(familiar.library)
    (folder / "photos" / ".picasa.ini").write_text(
        "[Contacts2]\n1=Anna;;\n2=Bert;;\n"
        f"[1.jpg]\nfaces=rect64({FIRST}),1\n[2.jpg]\nfaces=rect64({FIRST}),1;rect64({SECOND}),2\n"
        f"[99.jpg]\nfaces=rect64({FIRST}),1\n",
        "utf-8",
    )
    return familiar


def folder(familiar: CommandLine) -> Path:
    return familiar.library.parent / "album"


def state(familiar: CommandLine) -> object:
    with Library.open(familiar.library) as library:
        return everything(library)


def test_a_dry_run_shows_and_changes_nothing(album: CommandLine) -> None:
    before = state(album)
    out = album.good("import", folder(album), "--dry-run")
    assert "Picasa knows people in 3 photos; the library has 2 of them." in out
    assert [line.split() for line in out.splitlines() if line.startswith(("Anna", "Bert"))] == [
        ["Anna", "new", "2"],
        ["Bert", "new", "1"],
    ]
    assert "1 photo not in the library, such as" in out
    document = album.json("import", folder(album), "--dry-run")
    assert document["report"] is None
    assert document["plan"]["program"] == "picasa"
    assert [one["confirm"] for one in document["plan"]["people"]] == [2, 1]
    assert state(album) == before


def test_it_is_done_when_agreed_and_undone_as_one(
    album: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(album)
    for answer, told in (("", "Nobody answered"), ("n\n", "Nothing was changed.")):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        assert told in album("import", folder(album)).err
        assert state(album) == before
    out = album.good("import", folder(album), "--yes")
    assert "Imported the names in 2 photos from Picasa." in out
    listed = album.json("people")["people"]
    assert {one["name"]: one["confirmed"] for one in listed if one["name"]} == {"Anna": 2, "Bert": 1}
    assert "There is nothing to take over." in album.good("import", folder(album), "--yes")
    assert "Undone: Imported the names in 2 photos from Picasa." in album.good("undo")
    assert all(one["name"] is None for one in album.json("people")["people"])


def test_what_does_not_fit_is_told(album: CommandLine) -> None:
    album.good("move", 1, "--new", "Caro")
    out = album.good("import", folder(album), "--dry-run")
    assert "Picasa says Anna, but you confirmed face 1 as Caro. It stays so." in out


def test_a_folder_that_moved_can_be_told(album: CommandLine, tmp_path: Path) -> None:
    made = DigikamFile(tmp_path / "digikam4.db")
    old = made.album(made.root("volumeid:?path=%2Fhome%2Fanna%2FPictures"), "/photos")
    made.face(
        made.image(old, "1.jpg", stored=(480, 320), size=1), made.tag("Anna", person="Anna"), (36, 96, 90, 95)
    )
    file = made.close()
    here = folder(album)
    assert f'--moved "/home/anna/Pictures={here}"' in album.good("import", file, "--dry-run")
    out = album.good("import", file, "--dry-run", "--moved", f"/home/anna/Pictures={here}")
    assert "the library has 1 of them" in out
    assert "OLD=NEW" in album.refused("import", file, "--moved", "nothing", status=2)


def test_json_asks_nobody(album: CommandLine) -> None:
    ran = album("--json", "import", folder(album))
    assert (ran.status, ran.json["error"]["message"]) == (
        3,
        "With --json nobody is asked. To go ahead, add --yes.",
    )
    document = album.json("import", folder(album), "--yes")
    assert document["report"]["changes"]["action_id"] is not None


def test_contacts_and_the_program_can_be_named(album: CommandLine, tmp_path: Path) -> None:
    contacts = tmp_path / "contacts.xml"
    contacts.write_text('<contacts><contact id="1" name="Dora"/></contacts>', "utf-8")
    ini = folder(album) / "photos" / ".picasa.ini"
    ini.write_text(f"[1.jpg]\nfaces=rect64({FIRST}),1\n", "utf-8")
    assert "Dora" in album.good("import", folder(album), "--contacts", contacts, "--dry-run")
    assert "have a number instead of a name" in album.good(
        "import", folder(album), "--from", "picasa", "--dry-run"
    )
    assert "--contacts goes with" in album.refused(
        "import", folder(album), "--from", "takeout", "--contacts", contacts, status=2
    )


def test_what_cannot_be_read_is_refused(album: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "there is nothing of digiKam" in album.refused("import", tmp_path / "empty")
    assert "is not there" in album.refused("import", tmp_path / "none")
    assert "has no JSON files of a Google Takeout" in album.refused(
        "import", tmp_path / "empty", "--from", "takeout"
    )
