"""XMP's data model over the elements of a packet: properties, structures, lists and their values.

RDF allows a structure to be written in four ways and a simple value in three (ISO 16684-1, section 7);
programs use all of them, and here they look alike. What the properties mean is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.metadata.xmp.packets import Element, Packet
from app.metadata.xmp.vocabulary import RDF, XML, Name

_DESCRIPTION: Final = (RDF, "Description")
_VALUE: Final = (RDF, "value")
_ARRAYS: Final = {(RDF, kind) for kind in ("Bag", "Seq", "Alt")}
#: Attributes of RDF's own and of XML are no properties.
_NOT_PROPERTIES: Final = {"", RDF, XML}


@dataclass(frozen=True, slots=True)
class Field:
    """A property, or a field of a structure.

    Attributes:
        name: Namespace and local name.
        owner: The element that has the field as an attribute or as a child.
        element: The child; None where it is an attribute.
    """

    name: Name
    owner: Element
    element: Element | None

    @property
    def text(self) -> str | None:
        """The simple value, of a list its first; None where there is none."""
        if self.element is None:
            return self.owner.attributes[self.name]
        return text_of(self.element)


def rdf_roots(packet: Packet) -> list[Element]:
    """Return the `rdf:RDF` elements, which stand in the root or are it."""
    root = packet.root
    if root.name == (RDF, "RDF"):
        return [root]
    return [child for child in root.children if child.name == (RDF, "RDF")]


def descriptions(packet: Packet) -> list[Element]:
    """Return the outermost `rdf:Description` elements."""
    return [child for root in rdf_roots(packet) for child in root.children if child.name == _DESCRIPTION]


def properties(packet: Packet, name: Name) -> list[Field]:
    """Return the properties of a name; more than one in a packet that is wrong, or has two parts."""
    return [found for outer in descriptions(packet) for found in _own_fields(outer) if found.name == name]


def holder(element: Element) -> Element:
    """Return the element that has the fields of a structure: a nested `rdf:Description`, else itself."""
    if len(element.children) == 1 and element.children[0].name == _DESCRIPTION:
        return element.children[0]
    return element


def fields(element: Element) -> dict[Name, Field]:
    """Return the fields of a structure by name; of several of one name the first."""
    found: dict[Name, Field] = {}
    for each in _own_fields(holder(element)):
        found.setdefault(each.name, each)
    return found


def _own_fields(owner: Element) -> Iterator[Field]:
    for name in owner.attributes:
        if name[0] not in _NOT_PROPERTIES or name == _VALUE:
            yield Field(name, owner, None)
    for child in owner.children:
        if child.name[0] != RDF or child.name == _VALUE:
            yield Field(child.name, owner, child)


def array_of(element: Element) -> Element | None:
    """Return the `rdf:Bag`, `rdf:Seq` or `rdf:Alt` of a list."""
    for child in element.children:
        if child.name in _ARRAYS:
            return child
    return None


def items(element: Element) -> list[Element]:
    """Return the items of a list."""
    array = array_of(element)
    if array is None:
        return []
    # RDF's older way to write a list numbers the items: rdf:_1, rdf:_2.
    return [
        child
        for child in array.children
        if child.name[0] == RDF and (child.name[1] == "li" or child.name[1].startswith("_"))
    ]


def text_of(element: Element) -> str | None:
    """Return a simple value, with or without qualifiers; of a list its first item's."""
    array = items(element)
    if array:
        element = array[0]
    value = fields(element).get(_VALUE)
    if value is not None:
        if value.element is None:
            return value.owner.attributes[_VALUE]
        element = value.element
    if element.children:
        return None
    return element.attributes.get((RDF, "resource"), element.text)


def texts(found: Field) -> list[str]:
    """Return the simple values of a list; a simple value counts as a list of one."""
    if found.element is None or array_of(found.element) is None:
        return [] if found.text is None else [found.text]
    return [text for text in map(text_of, items(found.element)) if text is not None]
