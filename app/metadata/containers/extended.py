"""Packets that are too long for one JPEG segment: taking them apart, and putting them together.

Part 3 of the XMP specification (Adobe, 2020, section 1.1.3.1) lets a JPEG keep a second tree, which its
first packet names by MD5. Which bytes of a packet are which element is all that is asked here: both trees
keep their text as it is. What is in them is the business of `app.metadata.xmp`; segments are `jpeg`'s.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from app.metadata.containers.common import MAX_PACKET, ContainerError, Edit, edited

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NOTE: Final = "http://ns.adobe.com/xmp/note/"
_HAS_EXTENDED: Final = f"{_NOTE} HasExtendedXMP"
#: Programs that know no second tree should find these in the first.
_PEOPLE: Final = frozenset(
    {
        "http://www.metadataworkinggroup.com/schemas/regions/ Regions",
        "http://iptc.org/std/Iptc4xmpExt/2008-02-29/ PersonInImage",
        "http://ns.microsoft.com/photo/1.2/ RegionInfo",
    }
)
#: A description whose own tag is longer goes as a whole: its properties are attributes.
_LONG_TAG: Final = 4096
#: Deeper trees are no photo's.
_DEEPEST: Final = 200
#: More than any program writes; the text of a description may be given all prefixes of what it was in.
_MOST_PREFIXES: Final = 200
_MOST_DESCRIPTIONS: Final = 1_000

# Possessive, so that no text takes more than one pass; expat has found the tag well-formed before.
_TAG = re.compile(rb"""<(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_NAME_END = re.compile(rb"[\s/>]")
_GUID = re.compile(rb"""HasExtendedXMP(?:\s{0,20}=\s{0,20}["']|[^<>]{0,300}>)\s{0,20}([0-9A-Fa-f]{32})""")
#: Stands where a property was; other programs pass over comments, or leave them out when they write.
_MARK: Final = b"<!--Familiar: moved-->"
_NOTE_ATTRIBUTE = re.compile(rb"""\s[^\s=<>"']{0,100}HasExtendedXMP\s*=\s*(?:"[^"]*"|'[^']*')""")


def guid_of(packet: bytes) -> bytes | None:
    """Return the MD5 (32 hexadecimal digits, capital) of the second tree that a packet names, or None."""
    found = _GUID.search(packet)
    return found[1].upper() if found else None


@dataclass(slots=True)
class _Element:
    """An `rdf:Description` or a property in one: its bytes, its own tag's end, what it may need."""

    name: str
    start: int
    tag_end: int
    end: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    outer: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    properties: list[_Element] = field(default_factory=list)


class _Outline:
    """The descriptions of a packet and their properties, by expat.

    Raises:
        ContainerError: where the packet is no well-formed XML in UTF-8, has a document type, or no RDF.
    """

    def __init__(self, packet: bytes) -> None:
        self.packet = packet
        self.descriptions: list[_Element] = []
        #: Where the end tag of `rdf:RDF` starts.
        self.rdf_end = -1
        self._open: list[_Element | None] = []
        self._rdf_depth = 0
        self._scopes: list[dict[str, str]] = [{}]
        self._pending: dict[str, str] = {}
        parser = self._parser = expat.ParserCreate("utf-8", " ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(packet.rstrip(b"\0"), True)
        except (expat.ExpatError, UnicodeError) as error:
            raise ContainerError(
                "Its XMP packet is no XML that can be read, so nothing was changed."
            ) from error
        finally:
            # The handlers are methods of this object, which would otherwise keep itself alive.
            parser.StartElementHandler = parser.EndElementHandler = None
            parser.StartNamespaceDeclHandler = parser.StartDoctypeDeclHandler = None
            del self._parser
        if self.rdf_end < 0:
            raise ContainerError("Its XMP packet holds no RDF, so nothing was changed.")

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._pending[prefix or ""] = uri or ""

    def _refuse(self, *_: object) -> None:
        raise ContainerError("Its XMP packet has a document type, which no photo needs.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        depth = len(self._open)
        if depth >= _DEEPEST:
            raise ContainerError("Its XMP packet is nested too deeply.")
        outer, own = self._scopes[-1], self._pending
        self._pending = {}
        in_rdf = self._rdf_depth > 0 and depth in {self._rdf_depth, self._rdf_depth + 1}
        # What is declared further down is needed nowhere else.
        self._scopes.append({**outer, **own} if own and (depth <= 1 or in_rdf) else outer)
        if len(self._scopes[-1]) > _MOST_PREFIXES or len(self.descriptions) > _MOST_DESCRIPTIONS:
            raise ContainerError("Its XMP packet is larger than any photo's, so nothing was changed.")
        element = None
        if in_rdf or (name == f"{_RDF} RDF" and depth <= 1 and self.rdf_end < 0):
            start = self._parser.CurrentByteIndex
            tag = _TAG.match(self.packet, start)
            element = _Element(name, start, tag.end() if tag else start, 0, attributes, outer, own)
            if not in_rdf:
                self._rdf_depth = depth + 1
        self._open.append(element)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        self._scopes.pop()
        if element is None:
            return
        depth, at = len(self._open), self._parser.CurrentByteIndex
        empty = self.packet[element.tag_end - 2 : element.tag_end] == b"/>"
        element.end = element.tag_end if empty else self.packet.index(b">", at) + 1
        if depth == self._rdf_depth:
            self.descriptions.append(element)
        elif depth == self._rdf_depth + 1:
            parent = self._open[-1]
            if parent is not None:
                parent.properties.append(element)
        else:
            self.rdf_end = -1 if empty else at
            self._rdf_depth = 0

    def scoped(self, element: _Element) -> bytes:
        """Return an element's text with the declarations of namespaces that it had from outside."""
        text = self.packet[element.start : element.end]
        name_end = _NAME_END.search(text, 1)
        at = name_end.start() if name_end else len(text)
        return text[:at] + _declarations(element.outer, element.own) + text[at:]


def _declarations(scope: dict[str, str], without: dict[str, str]) -> bytes:
    return "".join(
        f" xmlns{':' if prefix else ''}{prefix}={quoteattr(uri)}"
        for prefix, uri in sorted(scope.items())
        if prefix not in without and (uri or not prefix)
    ).encode()


def joined(packet: bytes, extended: bytes) -> bytes:
    """Put the second tree into the first, and take the note that there are two out of it.

    Raises:
        ContainerError: where one of them is no XMP that can be read.
    """
    first, second = _Outline(packet), _Outline(extended)
    edits = [edit for description in first.descriptions for edit in _without_note(packet, description)]
    again = _moved_back(first, second)
    if again is not None:
        text = edited(packet, [*edits, *again])
        with contextlib.suppress(ContainerError):
            _Outline(text)
            return text
    return edited(packet, [*edits, _appended(first, second, second.descriptions)])


def _appended(first: _Outline, second: _Outline, descriptions: list[_Element]) -> Edit:
    added = b"".join(second.scoped(description) for description in descriptions)
    if len(first.packet) + len(added) > MAX_PACKET:
        raise ContainerError("Its XMP packet is larger than any photo's, so nothing was changed.")
    return Edit(first.rdf_end, first.rdf_end, added)


def _moved_back(first: _Outline, second: _Outline) -> list[Edit] | None:
    """Return the edits that put each property where `split` took it from; None where they do not fit."""
    places = [found.start() for found in re.finditer(re.escape(_MARK), first.packet)]
    texts: list[bytes] = []
    whole = list(second.descriptions)
    while whole and len(texts) < len(places):
        texts += (second.packet[element.start : element.end] for element in whole.pop(0).properties)
    if not places or len(texts) != len(places):
        return None
    edits = [Edit(at, at + len(_MARK), text) for at, text in zip(places, texts, strict=True)]
    return [*edits, _appended(first, second, whole)]


def _without_note(packet: bytes, description: _Element) -> list[Edit]:
    edits = []
    notes = [element for element in description.properties if element.name == _HAS_EXTENDED]
    others = len(description.properties) - len(notes)
    noted = _HAS_EXTENDED in description.attributes
    if not notes and not noted:
        return []
    if not others and description.attributes.keys() <= {_HAS_EXTENDED, f"{_RDF} about"}:
        return [Edit(description.start, description.end, b"")]
    if noted:
        tag = packet[description.start : description.tag_end]
        edits = [
            Edit(description.start + found.start(), description.start + found.end(), b"")
            for found in _NOTE_ATTRIBUTE.finditer(tag)
        ]
    return edits + [Edit(note.start, note.end, b"") for note in notes]


def split(packet: bytes, longest: int) -> tuple[bytes, bytes, bytes]:
    """Move properties of a packet into a second tree, the longest first, and people only at the last.

    Args:
        packet: well-formed XMP in UTF-8, longer than `longest`.
        longest: what may stay in the first packet, bytes.

    Returns:
        The first packet, the second tree, and its MD5 as 32 hexadecimal digits.

    Raises:
        ContainerError: where the packet is no XMP that can be read, or nothing more can be moved.
    """
    outline = _Outline(packet)
    units: list[tuple[bool, int, _Element, _Element | None]] = []
    for description in outline.descriptions:
        if description.name != f"{_RDF} Description":
            raise ContainerError("Its XMP packet has a form that cannot be split over several segments.")
        if description.tag_end - description.start > _LONG_TAG:
            units.append((False, description.start - description.end, description, None))
        else:
            units += (
                (element.name in _PEOPLE, element.start - element.end, element, description)
                for element in description.properties
            )
    units.sort(key=lambda unit: unit[:2])
    note = _note(outline, b"0" * 32)
    length = len(packet) + len(note)
    moved: list[tuple[_Element, _Element | None]] = []
    for _, negative_size, element, parent in units:
        if length <= longest:
            break
        moved.append((element, parent))
        length += negative_size + (len(_MARK) if parent else 0)
    if length > longest:
        raise ContainerError("Its XMP packet is too large for a JPEG.")
    extended = _second_tree(outline, moved)
    guid = hashlib.md5(extended, usedforsecurity=False).hexdigest().upper().encode()
    edits = [Edit(element.start, element.end, _MARK if parent else b"") for element, parent in moved]
    edits.append(Edit(outline.rdf_end, outline.rdf_end, _note(outline, guid)))
    return edited(packet, edits), extended, guid


def _about(description: _Element | None) -> str:
    return quoteattr(description.attributes.get(f"{_RDF} about", "") if description else "")


def _note(outline: _Outline, guid: bytes) -> bytes:
    about = _about(outline.descriptions[0] if outline.descriptions else None)
    start = f'<rdf:Description xmlns:rdf="{_RDF}" xmlns:xmpNote="{_NOTE}" rdf:about={about}'
    return start.encode() + b' xmpNote:HasExtendedXMP="' + guid + b'"/>'


def _second_tree(outline: _Outline, moved: list[tuple[_Element, _Element | None]]) -> bytes:
    by_start: dict[int, list[_Element]] = {}
    parents: dict[int, _Element] = {}
    parts, whole = [], []
    for element, description in sorted(moved, key=lambda pair: pair[0].start):
        if description is None:
            whole.append(outline.scoped(element))
        else:
            parents[description.start] = description
            by_start.setdefault(description.start, []).append(element)
    for start, elements in by_start.items():
        description = parents[start]
        scope = {**description.outer, **description.own}
        if scope.setdefault("rdf", _RDF) != _RDF:
            raise ContainerError("Its XMP packet uses the prefix rdf for something else.")
        body = b"".join(outline.packet[element.start : element.end] for element in elements)
        tag = f"<rdf:Description rdf:about={_about(description)}".encode() + _declarations(scope, {})
        parts.append(tag + b">" + body + b"</rdf:Description>")
    start_of_tree = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
    return start_of_tree.encode() + b"".join(parts + whole) + b"</rdf:RDF></x:xmpmeta>"
