"""Feeds the readers and writers of metadata with mutated bytes, guided by which of their lines are reached.

How it is run and what counts as a finding is in `fuzzing.py`. The promises here: what is written is read
back, twice is the same as once, what was added can be taken back, no path leads out of the folder.
"""

from __future__ import annotations

import contextlib
import io
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath
from typing import Any

from fuzzing import Target, hold, main

#: Words of the formats, which mutations would hardly hit upon.
WORDS = """
    Exif\\x00\\x00
    http://ns.adobe.com/xap/1.0/\\x00 http://ns.adobe.com/xmp/extension/\\x00 HasExtendedXMP=
    MPF\\x00 II*\\x00 MM\\x00* II+\\x00\\x08\\x00\\x00\\x00
    iTXtXML:com.adobe.xmp\\x00 zTXtRaw\\x20profile\\x20type\\x20xmp
    VP8X VP8L VP8\\x20 ALPH ANMF XMP\\x20 \\xff\\xe1 \\xff\\xe2 \\xff\\xda \\xff\\xd9
    \\xbc\\x02\\x01\\x00 \\x02\\xbc\\x00\\x01
    iinf infe iloc idat mimeapplication/rdf+xml\\x00 XMP\\x20DataXMP Familiar:XMP
    rdf:RDF rdf:Description rdf:li rdf:Bag rdf:Seq
    rdf:parseType=\\"Resource\\" rdf:about=\\"\\" xmlns: xml:lang
    mwg-rs:Regions mwg-rs:RegionList mwg-rs:Name mwg-rs:Type mwg-rs:Area mwg-rs:AppliedToDimensions stArea:x
    stArea:unit=\\"normalized\\" stDim:w MP:RegionInfo MPRI:Regions MPReg:PersonDisplayName MPReg:Rectangle
    Iptc4xmpExt:PersonInImage dc:subject <!DOCTYPE <!ENTITY <![CDATA[ ]]> <?xpacket &#x &amp; nan 1e309 -0.0
    [Contacts2] faces=rect64( crop=rect64( rotate=rotate(1) backuphash= title people name photoTakenTime
    (1).json .supplemental-metadata PersonInImage RegionName RegionAreaX uuid persons face_info
""".split()


def read_containers(data: bytes) -> None:
    """Packets are found in any bytes or not, and take no more memory than announced."""
    from app.metadata.containers import MAX_PACKET, read_packets

    packets = read_packets(data)
    hold(sum(map(len, packets)) <= max(len(data), 2 * MAX_PACKET), "more than the file")
    hold(all(packets), "an empty packet")


def write_containers(data: bytes) -> None:
    """A packet is put in and taken out again, or refused."""
    from makers.packets import packet

    from app.metadata.containers import ContainerError, can_hold, read_packets, replace_packet

    new = packet()
    if not can_hold(data):
        with contextlib.suppress(ContainerError):
            replace_packet(data, new)
            hold(False, "refused only when asked")
        return
    written = replace_packet(data, new)
    hold(read_packets(written) == (new,), "read back otherwise")
    hold(can_hold(written), "could not be written again")
    hold(replace_packet(written, new) == written, "twice is not once")
    without = replace_packet(written, None)
    hold(read_packets(without) == (), "still there")
    before = read_packets(data)
    # In JPEGs a packet in two parts may be put together again from other parts.
    if not data.startswith(b"\xff\xd8"):
        # WebPs say in their header that they have a packet, rightly or not, and may end without padding.
        lies = data.startswith(b"RIFF") and not before
        hold(lies or without == replace_packet(data, None), "not as before")
        hold(replace_packet(replace_packet(without, new), None) == without, "not as before the second time")
        restored = replace_packet(written, before[0]) if before else data
        hold(read_packets(restored) == before, "not restored")


def split_xmp(data: bytes) -> None:
    """A packet is taken apart and put together again, and any two are put together, or refused."""
    from app.metadata.containers import ContainerError
    from app.metadata.containers.extended import joined, split
    from app.metadata.xmp import read_people

    first, _, second = data[1:].partition(b"\0\0\0\0")
    with contextlib.suppress(ContainerError):
        joined(first, second)
    try:
        parts = split(first, len(first) * (data[0] if data else 0) // 256 + 300)
    except ContainerError:
        return
    again = joined(*parts[:2])
    frame = {"orientation": 1, "width": 640, "height": 480}
    before, after = (read_people([packet], **frame) for packet in (first, again))
    names = [{*people.present, *(region.name for region in people.regions)} for people in (before, after)]
    hold(names[0] == names[1], f"other people: {names}")


def read_xmp(data: bytes) -> None:
    """People are read from any two packets, in boxes that can be drawn."""
    from app.metadata.xmp import KeywordRule, read_people

    turn, _, rest = data[:1], None, data[1:]
    orientation = (turn[0] if turn else 0) % 8 + 1
    rule = KeywordRule(("People",), frozenset({"Anna"}))
    first, _, second = rest.partition(b"\0\0\0\0")
    people = read_people([first, second], orientation=orientation, width=640, height=480, keywords=rule)
    for region in people.regions:
        hold(region.name and region.width > 0 and region.height > 0, "no box")
        hold(abs(region.left) < 1e9 and abs(region.top) < 1e9, "far away")
    hold(all(people.present), "nobody")


def write_xmp(data: bytes) -> None:
    """Names are merged into any packet and read back, or refused."""
    from app.metadata.people import NamedRegion, People
    from app.metadata.xmp import PacketError, read_people, with_people
    from app.metadata.xmp.spelling import same_name

    orientation = (data[0] if data else 0) % 8 + 1
    ours = People(
        (NamedRegion("Anna", 0.1, 0.2, 0.2, 0.25), NamedRegion("Zoë & <B>", 0.6, 0.5, 0.1, 0.1)), ("Bert",)
    )
    frame: dict[str, Any] = {"orientation": orientation, "width": 640, "height": 480}
    try:
        once = with_people(data[1:], ours, **frame)
    except PacketError:
        return
    found = read_people([once], **frame)
    # Names that differ only by capitals are one, and the packet's spelling stays.
    names = {same_name(name) for name in (*(region.name for region in found.regions), *found.present)}
    hold({same_name(name) for name in ("Anna", "Zoë & <B>", "Bert")} <= names, f"not read back: {names}")
    hold(with_people(once, ours, **frame) == once, "twice is not once")
    with_people(once, People(), **frame, gone=("Anna", "Bert"))


def read_exif(data: bytes) -> None:
    """Facts are read from any block, and make sense."""
    from app.metadata.exif import read_facts, read_shot

    facts = read_facts(data)
    hold(facts.latitude is None or abs(facts.latitude) <= 90, "beyond the pole")
    hold(facts.longitude is None or abs(facts.longitude) <= 180, "around the Earth")
    read_shot(data)


def _read_folder(files: dict[str, bytes], read: Callable[[Path], Any], *, within: bool) -> None:
    from app.metadata.imports import SourceError

    place = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        try:
            found = read(Path(folder))
        except SourceError:
            return
        for photo in found.photos:
            path = PurePath(photo.file)
            hold(not within or (path.parent == Path(folder) and path.name != ".."), f"leads out: {path}")
            hold(photo.people, "nobody in it")
        hold(all(isinstance(problem, str) and problem for problem in found.problems), "an empty sentence")


def read_picasa_files(data: bytes) -> None:
    """A folder with any `.picasa.ini` and any `contacts.xml`."""
    from app.metadata.imports import read_picasa

    ini, _, contacts = data.partition(b"\0\0\0\0")
    _read_folder({".picasa.ini": ini, "contacts.xml": contacts}, read_picasa, within=True)


def read_takeout_files(data: bytes) -> None:
    """A folder of photos with any two JSON files beside them."""
    from app.metadata.imports import read_takeout

    first, _, second = data.partition(b"\0\0\0\0")
    files = {"IMG_1.jpg": b"", "IMG_1(1).jpg": b"", "IMG_1-edited.jpg": b""}
    files |= {"IMG_1.jpg.json": first, "IMG_1.jpg.supplemental-metadata(1).json": second}
    _read_folder(files, read_takeout, within=True)


def read_osxphotos_files(data: bytes) -> None:
    """A folder with any sidecar, and any result of a query."""
    from app.metadata.imports import read_osxphotos

    _read_folder({"IMG_1.jpg": b"", "IMG_1.jpg.json": data}, read_osxphotos, within=True)
    _read_folder({"all.json": data}, lambda folder: read_osxphotos(folder / "all.json"), within=False)


def read_any_import(data: bytes) -> None:
    """A file of any program, told by its content; databases of digiKam are among them."""
    from app.metadata.imports import detect, read

    def whichever(folder: Path) -> object:
        file = folder / "digikam4.db"
        program = detect(file)
        return read(file, program) if program else read(file, "digikam")

    _read_folder({"digikam4.db": data}, whichever, within=False)


def container_seeds() -> Iterable[bytes]:
    """Return files of every format, with a packet and without."""
    from makers import packets as made
    from makers.image_files import dng, photo, picture

    from app.metadata.containers import replace_packet

    for files in (made.jpegs(), made.pngs(), made.webps(), made.tiffs()):
        for data in files.values():
            if len(data) < 13_000:
                yield data
                yield replace_packet(data, made.packet())
    plain = made.jpegs()["plain"]
    yield from (replace_packet(plain, made.regions_packet(1)), photo("GIF"), dng(picture()))
    yield from (made.heif(made.packet(), version=version, held=version == 1) for version in (0, 1, 2))
    yield photo("AVIF", xmp=made.packet())
    file = io.BytesIO()
    first, *rest = made.frames()
    first.save(file, "MPO", save_all=True, append_images=rest)
    yield file.getvalue()


def xmp_seeds() -> Iterable[bytes]:
    """Return packets of several programs' forms, after a byte that stands for an orientation."""
    from makers import xmp_packets as made

    from app.metadata.people import NamedRegion, People
    from app.metadata.xmp import with_people

    people = People((NamedRegion("Anna", 0.1, 0.2, 0.2, 0.25),), ("Bert",))
    microsoft = made.packet(made.microsoft(("Anna", "0.1, 0.2, 0.2, 0.25"), ("Bert", "0.5,0.5,0.1,0.1")))
    for packet in (
        with_people(None, people, orientation=6, width=640, height=480),
        made.mwg(
            made.region("Anna", 0.3, 0.4, 0.1, 0.2),
            made.region("Bert", 0.7, 0.4, 0.1, 0.1),
            applied=made.size(640, 480),
        ),
        microsoft,
        made.packet(made.persons("Anna", "Bert")),
        with_people(microsoft, people, orientation=1, width=640, height=480),
        made.mwg(made.region("Anna", 0.3, 0.4, 0.1, 0.2)).decode().encode("utf-16"),
    ):
        yield b"\0" + packet
        yield b"\5" + packet + b"\0\0\0\0" + packet


def exif_seeds() -> Iterable[bytes]:
    """Return EXIF blocks with everything that is read."""
    from makers.image_files import exif_block

    details = {
        0x9003: "2014:07:02 18:30:11",
        0x9291: "05",
        0x9011: "+02:00",
        0x829A: 0.01,
        0x8827: (100, 200),
    }
    place = {1: "N", 2: (48.0, 30.0, 1.5), 3: "W", 4: (2.0, 20.0)}
    yield exif_block(6, x010f="Maker", x0110="Camera", x8769=details, x8825=place)
    yield b"Exif\0\0" + exif_block(1, x0132="2003:03:03 03:03:03", x8825=place)


def import_seeds() -> Iterable[bytes]:
    """Return small files of each program."""
    contacts = (
        b'<contacts><contact id="8d6a3c0e7f2b1a90" name="Anna &amp; Bert" modified_time="x"/></contacts>'
    )
    ini = (
        b"[Picasa]\nname=Summer\n[Contacts2]\n8d6a3c0e7f2b1a90=Anna;;\n[IMG_1.jpg]\nrotate=rotate(1)\n"
        b"faces=rect64(3f845bcb59418507),8d6a3c0e7f2b1a90;rect64(9eb15e89b6b584c1),ffffffffffffffff\n"
        b"backuphash=123\n[IMG_2.jpg]\ncrop=rect64(10002000a000b000)\nfaces=rect64(1000200030004000),1\n"
    )
    yield ini + b"\0\0\0\0" + contacts
    takeout = (
        b'{"title": "IMG_1.jpg", "photoTakenTime": {"timestamp": "1404318611"}, "people": [{"name": "Anna"},'
        b' {"name": "Zo\xc3\xab"}], "url": "https://photos.google.com/photo/x"}'
    )
    yield takeout + b"\0\0\0\0" + takeout
    yield (
        b'[{"SourceFile": "IMG_1.jpg", "XMP:PersonInImage": ["Anna"], "XMP:RegionName": ["Anna", "Bert"],'
        b' "XMP:RegionAreaX": [0.5, 0.4], "XMP:RegionAreaY": [0.5, 0.4], "XMP:RegionAreaW": [0.1, 0.1],'
        b' "XMP:RegionAreaH": [0.1, 0.1], "XMP:RegionAreaUnit": ["normalized", "normalized"],'
        b' "XMP:RegionType": ["Face", "Face"], "XMP:RegionAppliedToDimensionsW": 640,'
        b' "XMP:RegionAppliedToDimensionsH": 480}]'
    )
    yield (
        b'[{"uuid": "A", "persons": ["Anna", "_UNKNOWN_"], "path": "/p/IMG_1.jpg", "orientation": 6,'
        b' "face_info": [{"name": "Anna", "center_x": 0.5, "center_y": 0.5, "size": 0.1, "mwg_rs_area": {"x":'
        b' 0.5, "y": 0.5, "w": 0.1, "h": 0.1}}], "original_filename": "IMG_1.jpg", "hasadjustments": false}]'
    )


def digikam_seeds() -> Iterable[bytes]:
    """Return a small database of digiKam, and what the other programs have."""
    from makers.digikam_files import DigikamFile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "digikam4.db")
        database = DigikamFile(file)
        album = database.album(database.root("volumeid:?path=%2Fphotos"), "/2014")
        anna = database.tag("Anna", database.tag("People"), person="Anna")
        image = database.image(album, "IMG_1.jpg", stored=(640, 480), orientation=6)
        database.face(image, anna, (40, 60, 80, 90))
        database.mark(database.image(album, "IMG_2.jpg"), anna)
        database.close()
        with contextlib.closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA page_size = 512")
            connection.execute("VACUUM")
        yield file.read_bytes()
    yield from import_seeds()


TARGETS = {
    "containers-read": Target(read_containers, container_seeds),
    "containers-write": Target(write_containers, container_seeds),
    "xmp-parts": Target(split_xmp, xmp_seeds, 10_000),
    "xmp-read": Target(read_xmp, xmp_seeds, 20_000),
    "xmp-write": Target(write_xmp, xmp_seeds, 20_000),
    "exif": Target(read_exif, exif_seeds, 4_000),
    "picasa": Target(read_picasa_files, import_seeds, 4_000),
    "takeout": Target(read_takeout_files, import_seeds),
    "osxphotos": Target(read_osxphotos_files, import_seeds),
    "digikam": Target(read_any_import, digikam_seeds),
}
LOADED = [f"app.metadata.{name}" for name in ("containers", "exif", "imports", "xmp")]

if __name__ == "__main__":
    sys.exit(main(__file__, TARGETS, words=WORDS, watched=["app.metadata"], load=LOADED))
