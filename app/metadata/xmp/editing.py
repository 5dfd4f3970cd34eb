"""Changing a packet in its text, so that every byte that is not meant stays as it is.

Which values to change is decided in `app.metadata.xmp.merging`.
"""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from app.metadata.xmp import rdf
from app.metadata.xmp.packets import Element, Packet, PacketError
from app.metadata.xmp.rdf import Field
from app.metadata.xmp.vocabulary import PREFIXES, RDF, Name

_TAG_NAME: Final = re.compile(rb"<([^\s/>]+)")
_WHITE: Final = b" \t\r\n"


class Edits:
    """Changes to a packet's body, applied together.

    Args:
        packet: The packet; not changed.
    """

    def __init__(self, packet: Packet) -> None:
        self._packet = packet
        self._changes: list[tuple[int, int, bytes]] = []
        self._added: dict[int, tuple[Element, list[str]]] = {}
        self._removed: set[int] = set()

    def set_text(self, found: Field, text: str) -> None:
        """Give a simple value, with or without qualifiers, another text.

        Raises:
            PacketError: The value is not written as simple text.
        """
        if found.element is None:
            start, end = self._packet.attribute_spans(found.owner)[found.name][2:]
            self._change(start, end, _between_quotes(text))
            return
        element = found.element
        listed = rdf.items(element)
        if listed:
            element = listed[0]
        value = rdf.fields(element).get((RDF, "value"))
        if value is not None:
            if value.element is None:
                self.set_text(value, text)
                return
            element = value.element
        if element.children or (RDF, "resource") in element.attributes:
            raise PacketError("The XMP packet has a region that is written in a way we cannot change.")
        if element.close == element.end:
            self._change(element.inside - 2, element.inside, self._closed(element, escape(text)))
        else:
            self._change(element.inside, element.close, escape(text).encode())

    def add_attribute(self, element: Element, name: Name, text: str) -> None:
        """Give an element one more property attribute, of a namespace that is known there.

        Raises:
            PacketError: The namespace is not known there.
        """
        prefix = element.prefix(name[0])
        if prefix is None:
            raise PacketError("The XMP packet has a region that is written in a way we cannot change.")
        end = element.inside - (2 if element.close == element.end else 1)
        attribute = f' {prefix}:{name[1]}="'.encode() + _between_quotes(text) + b'"'
        self._change(end, end, attribute)

    def append(self, parent: Element, xml: str) -> None:
        """Add an element after the last child of another, on a line of its own where the others are."""
        self._added.setdefault(id(parent), (parent, []))[1].append(xml)

    def remove(self, element: Element) -> None:
        """Take an element out, with the white space before it."""
        if id(element) in self._removed:
            return
        self._removed.add(id(element))
        body, start = self._packet.body, element.start
        while start and body[start - 1] in _WHITE:
            start -= 1
        self._change(start, element.end, b"")

    def remove_field(self, found: Field) -> None:
        """Take a property out."""
        if found.element is not None:
            self.remove(found.element)
            return
        start, end = self._packet.attribute_spans(found.owner)[found.name][:2]
        self._change(start, end, b"")

    def result(self) -> bytes:
        """Return the packet with all changes."""
        for parent, added in self._added.values():
            self._append_all(parent, added)
        self._added.clear()
        body, pieces, reached = self._packet.body, [], 0
        for start, end, new in sorted(self._changes, key=lambda change: change[:2]):
            if start < reached:
                raise PacketError("The XMP packet has a part that would have to be changed twice.")
            pieces += [body[reached:start], new]
            reached = end
        return self._packet.with_body(b"".join([*pieces, body[reached:]]))

    def _change(self, start: int, end: int, new: bytes) -> None:
        if self._packet.body[start:end] != new:
            self._changes.append((start, end, new))

    def _append_all(self, parent: Element, added: list[str]) -> None:
        outer = self._indent(parent)
        inner = self._indent(parent.children[-1]) if parent.children else None
        if inner is None:
            inner = None if outer is None else outer + " "
        lead = "" if inner is None else "\n" + inner
        text = "".join(lead + xml.replace("\n", "\n" + (inner or "")) for xml in added)
        closing = "" if outer is None else "\n" + outer
        if parent.close == parent.end:
            self._change(parent.inside - 2, parent.inside, self._closed(parent, text + closing))
        elif parent.children:
            last = parent.children[-1]
            if id(last) in self._removed:
                # Right behind what is taken out, in the same place.
                self._changes = [
                    (start, end, new + text.encode()) if end == last.end and not new else (start, end, new)
                    for start, end, new in self._changes
                ]
            else:
                self._change(last.end, last.end, text.encode())
        else:
            self._change(parent.inside, parent.close, (text + closing).encode())

    def _closed(self, element: Element, inside: str) -> bytes:
        """Return what ends an element's start tag instead of `/>`, once there is something inside."""
        found = _TAG_NAME.match(self._packet.body, element.start)
        name = found[1].decode() if found else ""
        return f">{inside}</{name}>".encode()

    def _indent(self, element: Element) -> str | None:
        """Return the white space before an element on its line; None where it does not begin a line."""
        body = self._packet.body
        start = element.start
        while start and body[start - 1] in b" \t":
            start -= 1
        if start and body[start - 1] in b"\r\n":
            return body[start : element.start].decode()
        return None


class Composer:
    """Writes new elements that fit into a place of a packet.

    Args:
        place: The element into which they will go; its prefixes are used, and others declared.
    """

    def __init__(self, place: Element) -> None:
        self._place = place
        self._declared: dict[str, str] = {}

    def name(self, name: Name) -> str:
        """Return a name with its prefix."""
        namespace, local = name
        prefix, usual = self._place.prefix(namespace), PREFIXES[namespace]
        # A prefix that usually means something else here would hide that.
        if prefix is None or (prefix != usual and prefix in PREFIXES.values()):
            prefix = usual
            self._declared[prefix] = namespace
        return f"{prefix}:{local}"

    def simple(self, name: Name, text: str) -> str:
        """Return an element with text."""
        tag = self.name(name)
        return f"<{tag}>{escape(text)}</{tag}>"

    def structure(self, name: Name, *inside: str) -> str:
        """Return an element with fields."""
        tag, resource = self.name(name), self.name((RDF, "parseType"))
        return f'<{tag} {resource}="Resource">{_indented(inside)}\n</{tag}>'

    def array(self, name: Name, inside: list[str]) -> str:
        """Return a property with an unordered list."""
        tag, bag = self.name(name), self.name((RDF, "Bag"))
        items = _indented([f"<{bag}>{_indented(inside)}\n</{bag}>"])
        return f"<{tag}>{items}\n</{tag}>"

    def description(self, about: str, inside: list[str]) -> str:
        """Return an outermost description with properties."""
        tag, name = self.name((RDF, "Description")), self.name((RDF, "about"))
        return f"<{tag} {name}={quoteattr(about)}>{_indented(inside)}\n</{tag}>"

    def declared(self, xml: str) -> str:
        """Return an element with the declarations of all prefixes that are not known in its place."""
        if not self._declared:
            return xml
        names = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in self._declared.items())
        end = re.search(r"[\s/>]", xml)
        at = end.start() if end else len(xml)
        return xml[:at] + names + xml[at:]


def _between_quotes(text: str) -> bytes:
    return escape(text, {'"': "&quot;", "'": "&apos;"}).encode()


def _indented(parts: list[str] | tuple[str, ...]) -> str:
    return "".join("\n " + part.replace("\n", "\n ") for part in parts)
