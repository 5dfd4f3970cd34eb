"""Files are replaced at one stroke and keep everything but their content."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from app.metadata.containers import ContainerError, remove_leftovers, write_atomically

OLD, NEW = b"old content", b"the new content" * 1000
TIMES = (1_234_567_890_123_456_789, 1_111_111_111_987_654_321)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "photo.jpg"
    file.write_bytes(OLD)
    file.chmod(0o640)
    os.utime(file, ns=TIMES)
    return file


def times(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_atime_ns, status.st_mtime_ns


def test_times_and_rights_are_kept(photo: Path) -> None:
    write_atomically(photo, NEW)
    # Reading may change the time of reading, so ask first.
    assert times(photo) == TIMES
    assert stat.S_IMODE(photo.stat().st_mode) == 0o640
    assert photo.read_bytes() == NEW
    assert list(photo.parent.iterdir()) == [photo]


def test_times_that_are_not_kept(photo: Path) -> None:
    write_atomically(photo, NEW, keep_times=False)
    assert times(photo)[1] > TIMES[0]
    assert stat.S_IMODE(photo.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise there")
def test_a_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a.xmp", NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "a.xmp").read_bytes() == NEW
    assert stat.S_IMODE((tmp_path / "a.xmp").stat().st_mode) == 0o640


def test_extended_attributes_are_kept(photo: Path) -> None:
    if not hasattr(os, "setxattr"):
        pytest.skip("there are no extended attributes here")
    try:
        os.setxattr(photo, "user.tags", b"holiday")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    write_atomically(photo, NEW)
    assert os.getxattr(photo, "user.tags") == b"holiday"


def test_attributes_that_cannot_be_set_do_not_stop_it(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTSUP, "not here")

    monkeypatch.setattr(os, "listxattr", lambda _: ["user.tags"], raising=False)
    monkeypatch.setattr(os, "getxattr", lambda *_: b"holiday", raising=False)
    monkeypatch.setattr(os, "setxattr", refuse, raising=False)
    write_atomically(photo, NEW)
    assert photo.read_bytes() == NEW


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root may give files away")
def test_the_owner_is_kept(photo: Path) -> None:
    os.chown(photo, 12345, 54321)
    write_atomically(photo, NEW)
    assert (photo.stat().st_uid, photo.stat().st_gid) == (12345, 54321)


def test_a_file_of_somebody_else_is_replaced_all_the_same(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "not yours")

    monkeypatch.setattr(os, "fchown", refuse, raising=False)
    write_atomically(photo, NEW)
    assert photo.read_bytes() == NEW


def test_links_are_followed(photo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "one").symlink_to(photo)
    (folder / "two").symlink_to("one")
    write_atomically(folder / "two", NEW)
    assert (folder / "two").is_symlink()
    assert (folder / "one").is_symlink()
    assert photo.read_bytes() == NEW
    assert not photo.is_symlink()
    assert sorted(file.name for file in folder.iterdir()) == ["one", "two"]


def test_the_other_name_of_a_file_keeps_the_old_content(photo: Path, tmp_path: Path) -> None:
    other = tmp_path / "backup.jpg"
    os.link(photo, other)
    write_atomically(photo, NEW)
    assert other.read_bytes() == OLD


def refused(file: Path, words: str) -> None:
    before = {path: path.read_bytes() if path.is_file() else None for path in file.parent.iterdir()}
    with pytest.raises(ContainerError, match=words) as caught:
        write_atomically(file, NEW)
    assert str(caught.value).endswith(".")
    assert {path: path.read_bytes() if path.is_file() else None for path in file.parent.iterdir()} == before


def test_what_is_no_plain_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    refused(tmp_path / "folder", "no plain file")
    refused(tmp_path / "nowhere", "no longer there")
    refused(tmp_path / "loop", r".")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        refused(tmp_path / "pipe", "no plain file")


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ContainerError, match="folder is no longer there"):
        write_atomically(tmp_path / "gone" / "a.xmp", NEW)


def test_a_write_protected_file(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write to all of them, so the question is answered for it."""
    monkeypatch.setattr(os, "access", lambda path, mode: not (path == photo and mode == os.W_OK))
    refused(photo, "write-protected")


STEPS = {"open": "open", "write": "fdopen", "durable": "fsync", "times": "utime", "replace": "replace"}
FAULTS = {
    errno.EACCES: "right to write",
    errno.EROFS: "only be read",
    errno.ENOSPC: "is full",
    errno.EIO: "could not be written",
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("number", FAULTS)
def test_a_failure_in_the_middle_leaves_the_original(
    photo: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    def fail(*arguments: object, **_: object) -> None:
        if step == "write":
            os.close(arguments[0])  # type: ignore[arg-type]
        raise OSError(number, os.strerror(number))

    owner = Path if step == "replace" else os
    with monkeypatch.context() as patched:
        patched.setattr(owner, STEPS[step], fail)
        with pytest.raises(ContainerError, match=FAULTS[number]):
            write_atomically(photo, NEW)
    assert list(photo.parent.iterdir()) == [photo]
    assert times(photo) == TIMES
    assert photo.read_bytes() == OLD


def test_a_drive_that_is_full_half_way(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is there in part when the rest does not fit."""
    real = os.fdopen

    class Full:
        def __init__(self, descriptor: int, mode: str) -> None:
            self.file = real(descriptor, mode)

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def write(self, data: bytes) -> None:
            self.file.write(data[:100])
            self.file.flush()
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fdopen", Full)
    with pytest.raises(ContainerError, match="is full"):
        write_atomically(photo, NEW)
    monkeypatch.undo()
    assert list(photo.parent.iterdir()) == [photo]
    assert photo.read_bytes() == OLD


def test_a_folder_that_cannot_be_made_durable_is_no_failure(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not folders")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    write_atomically(photo, NEW)
    assert photo.read_bytes() == NEW


def test_what_a_killed_writing_left_is_removed_and_nothing_else(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise SystemExit

    other = photo.with_name("other.jpg")
    other.write_bytes(OLD)
    for file in (photo, other):
        with monkeypatch.context() as patched:
            patched.setattr(os, "utime", killed)
            patched.setattr(Path, "unlink", killed)
            with pytest.raises(SystemExit):
                write_atomically(file, NEW)
    assert len(list(photo.parent.iterdir())) == 4
    (photo.parent / "link.jpg").symlink_to(photo)
    remove_leftovers(photo.parent / "link.jpg")
    left = {file.name for file in photo.parent.iterdir()} - {"photo.jpg", "other.jpg", "link.jpg"}
    assert len(left) == 1
    remove_leftovers(other)
    assert sorted(file.name for file in photo.parent.iterdir()) == ["link.jpg", "other.jpg", "photo.jpg"]
    assert photo.read_bytes() == other.read_bytes() == OLD
