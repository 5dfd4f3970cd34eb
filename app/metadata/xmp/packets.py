"""An XMP packet as a tree that remembers where in the bytes each element stands.

What the elements mean is `app.metadata.xmp.rdf`; changing a packet, without touching a byte of what is not
ours, is `app.metadata.xmp.editing`.

Parsing is safe on any bytes: no document type and so no entities, and bounds on size, depth and number of
elements. Time and memory grow with the size alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from app.metadata.xmp.vocabulary import Name

#: No packet of a photo comes near: embedded ones end at 64 KB, extended ones at a few MB.
LARGEST_PACKET: Final = 16 * 1024 * 1024
#: Regions need about ten levels.
_DEEPEST: Final = 100
#: Elements and attributes together; 10,000 regions have 130,000.
_MOST_NODES: Final = 200_000
_SEPARATOR: Final = "\n"

_PROLOG: Final = re.compile(rb"[^<]*+(?:<\?(?:[^?]|\?(?!>))*+\?>[^<]*+|<!--(?:[^-]|-(?!->))*+-->[^<]*+)*+")
_START_TAG: Final = re.compile(rb"<[^\s/>]++(?:\s++[^\s=/>]++\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'))*+\s*+/?>")
_ATTRIBUTE: Final = re.compile(rb"\s++([^\s=/>]++)\s*+=\s*+(\"[^\"]*+\"|'[^']*+')")
_MARKS: Final = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


class PacketError(ValueError):
    """A packet that cannot be read or changed; the message is a sentence, without the file's name."""


@dataclass(slots=True, eq=False)
class Element:
    """An element of a packet.

    Attributes:
        name: Namespace and local name.
        attributes: By name, in order, without the namespace declarations.
        namespaces: Prefix to namespace, of the declarations on this element; "" is the default one.
        parent: None for the root.
        children: In order.
        text: All text directly inside, comments left out.
        start: Where the start tag begins, in bytes of `Packet.body`.
        inside: Where the start tag ends.
        close: Where the end tag begins; equal to `inside` for `<a/>`.
        end: Where the end tag ends; equal to `inside` for `<a/>`.
    """

    name: Name
    attributes: dict[Name, str]
    namespaces: dict[str, str]
    parent: Element | None = field(repr=False)
    start: int
    inside: int
    children: list[Element] = field(default_factory=list, repr=False)
    text: str = ""
    close: int = -1
    end: int = -1

    def prefix(self, namespace: str) -> str | None:
        """Return a prefix, not the default one, that stands for a namespace inside this element."""
        hidden: set[str] = set()
        element: Element | None = self
        while element is not None:
            for prefix, uri in element.namespaces.items():
                if prefix and uri == namespace and prefix not in hidden:
                    return prefix
            hidden.update(element.namespaces)
            element = element.parent
        return None

    def namespace(self, prefix: str) -> str:
        """Return what a prefix stands for inside this element; empty where it stands for nothing."""
        element: Element | None = self
        while element is not None:
            if prefix in element.namespaces:
                return element.namespaces[prefix]
            element = element.parent
        return ""


@dataclass(frozen=True, slots=True)
class Packet:
    """A parsed packet.

    Attributes:
        head: Bytes before the body, as they were.
        body: From the first `<` on, in UTF-8.
        encoding: What the body was written in, as Python calls it.
        tail: Bytes after the body that are too few for a character.
        root: The root element.
    """

    head: bytes
    body: bytes
    encoding: str
    tail: bytes
    root: Element

    def with_body(self, body: bytes) -> bytes:
        """Return the packet's bytes with another body."""
        if self.encoding == "utf-8":
            return self.head + body + self.tail
        return self.head + body.decode("utf-8").encode(self.encoding) + self.tail

    def attribute_spans(self, element: Element) -> dict[Name, tuple[int, int, int, int]]:
        """Return where an element's attributes stand: with the space before, and their value inside quotes.

        Returns:
            (start, end, start of value, end of value) in bytes of the body.
        """
        spans = {}
        for found in _ATTRIBUTE.finditer(self.body, element.start, element.inside):
            prefix, colon, local = found[1].decode().partition(":")
            name = (element.namespace(prefix), local) if colon else ("", prefix)
            spans[name] = (found.start(), found.end(), found.start(2) + 1, found.end(2) - 1)
        return spans


def parse(data: bytes, *, forgiving: bool = False) -> Packet:
    """Parse a packet in UTF-8, -16 or -32, with or without `<?xpacket?>` around it and padding after it.

    Args:
        data: The packet; anything before its first `<` is left alone.
        forgiving: Read invalid UTF-8 too; such a packet cannot be changed.

    Raises:
        PacketError: It is no packet, or one that is not safe to read.
    """
    if len(data) > LARGEST_PACKET:
        raise PacketError("The XMP packet is larger than 16 MB.")
    head, body, encoding, tail = _decode(data)
    prolog = _PROLOG.match(body)
    begin = prolog.end() if prolog else 0
    if body[begin : begin + 2] == b"<!":
        raise PacketError("The XMP packet has a document type, which is not safe to read.")
    try:
        root = _Builder(body, begin).root()
    except PacketError:
        repaired = body.decode("utf-8", "replace").encode()
        if not forgiving or repaired == body:
            raise
        return parse(repaired)
    return Packet(head, body, encoding, tail, root)


def _decode(data: bytes) -> tuple[bytes, bytes, str, bytes]:
    """Return what stands before the body, the body in UTF-8, its encoding, and left-over bytes."""
    first = data.find(b"<")
    if first < 0:
        raise PacketError("There is no XMP packet.")
    encoding = "utf-8"
    for mark, name in _MARKS:
        if data.startswith(mark):
            encoding = name
            break
    else:
        # The order of bytes shows in where a character begins, for the first stands at the very start.
        if data[first + 1 : first + 4] == b"\0\0\0":
            encoding = "utf-32-be" if first % 4 == 3 else "utf-32-le"
        elif data[first + 1 : first + 2] == b"\0":
            encoding = "utf-16-be" if first % 2 else "utf-16-le"
    if encoding == "utf-8":
        return data[:first], data[first:], encoding, b""
    unit = 4 if "32" in encoding else 2
    begin = first - (unit - 1 if encoding.endswith("be") else 0)
    rest = (len(data) - begin) % unit
    end = len(data) - rest
    try:
        body = data[begin:end].decode(encoding).encode("utf-8")
    except UnicodeError as error:
        raise PacketError(f"The XMP packet is no {encoding[:6].upper()}.") from error
    return data[:begin], body, encoding, data[end:]


class _Builder:
    """Builds the tree; expat tells where each tag begins, the bytes themselves where it ends."""

    def __init__(self, body: bytes, begin: int) -> None:
        self._body = body
        self._begin = begin
        self._root: Element | None = None
        self._open: list[Element] = []
        self._declared: dict[str, str] = {}
        self._nodes = 0
        self._texts: list[list[str]] = []
        # The encoding that the text declares of itself is not asked: the bytes are UTF-8 by now.
        parser = expat.ParserCreate("utf-8", _SEPARATOR)
        parser.namespace_prefixes = True
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartNamespaceDeclHandler = self._declare
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        self._parser = parser

    def root(self) -> Element:
        try:
            self._parser.Parse(self._body[self._begin :], True)
        except expat.ExpatError as error:
            # After the root there may be padding, a processing instruction or whatever a file ends with.
            if self._root is None or self._root.end < 0:
                raise PacketError(f"The XMP packet is no well-formed XML ({error}).") from error
        finally:
            # Handlers that are methods and the parser hold each other.
            self._parser.StartElementHandler = None
            self._parser.EndElementHandler = None
            self._parser.StartNamespaceDeclHandler = None
            self._parser.CharacterDataHandler = None
            self._parser.StartDoctypeDeclHandler = None
            self._parser.EntityDeclHandler = None
        if self._root is None:
            raise PacketError("There is no XMP packet.")
        return self._root

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._declared[prefix or ""] = uri or ""

    def _start(self, name: str, attributes: list[str]) -> None:
        if self._root is not None and not self._open:
            raise PacketError("The XMP packet has more than one root.")
        self._nodes += 1 + len(attributes) // 2 + len(self._declared)
        if self._nodes > _MOST_NODES:
            raise PacketError("The XMP packet has too many elements.")
        if len(self._open) >= _DEEPEST:
            raise PacketError("The XMP packet is nested too deeply.")
        start = self._begin + self._parser.CurrentByteIndex
        tag = _START_TAG.match(self._body, start)
        if tag is None:
            raise PacketError("The XMP packet has a tag that cannot be read.")
        values = {_name(attributes[i]): attributes[i + 1] for i in range(0, len(attributes), 2)}
        parent = self._open[-1] if self._open else None
        element = Element(_name(name), values, self._declared, parent, start, tag.end())
        self._declared = {}
        if parent is None:
            self._root = element
        else:
            parent.children.append(element)
        self._open.append(element)
        self._texts.append([])

    def _end(self, _name: str) -> None:
        element = self._open.pop()
        element.text = "".join(self._texts.pop())
        if self._body[element.inside - 2 : element.inside] == b"/>":
            element.close = element.end = element.inside
            return
        element.close = self._begin + self._parser.CurrentByteIndex
        element.end = self._body.index(b">", element.close) + 1

    def _characters(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def _refuse(self, *_arguments: object) -> None:
        raise PacketError("The XMP packet has a document type, which is not safe to read.")


def _name(name: str) -> Name:
    parts = name.split(_SEPARATOR)
    return ("", parts[0]) if len(parts) == 1 else (parts[0], parts[1])
