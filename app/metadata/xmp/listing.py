"""IPTC's lists of who is in a picture, without places: PersonInImage, and the one with details.

Regions are merged in `app.metadata.xmp.merging`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.metadata.xmp import rdf
from app.metadata.xmp.editing import Composer, Edits
from app.metadata.xmp.packets import Element, Packet
from app.metadata.xmp.spelling import clean_name, same_name
from app.metadata.xmp.vocabulary import DETAILED_NAME, DETAILS, PERSON_IN_IMAGE, RDF

_ITEM: Final = (RDF, "li")


def merge_persons(
    packet: Packet, edits: Edits, composer: Composer, names: Sequence[str], lost: frozenset[str]
) -> list[str]:
    """Make the edits after which PersonInImage lists names, and neither list has those who are lost.

    Args:
        packet: As it was.
        edits: Of that packet.
        composer: For new properties.
        names: Tidied.
        lost: Other names, as `same_name` has them.

    Returns:
        New properties, where there is none to extend.
    """
    _forget_details(edits, rdf.properties(packet, DETAILS), lost)
    return _persons(edits, composer, rdf.properties(packet, PERSON_IN_IMAGE), names, lost)


def _forget_details(edits: Edits, there: list[rdf.Field], lost: frozenset[str]) -> None:
    """Take people who are not in the photo out of IPTC's list with details."""
    for found in there:
        listed = [] if found.element is None else rdf.items(found.element)
        keys = [_detailed_key(item) for item in listed]
        if listed and found.element is not None and all(key in lost for key in keys):
            edits.remove(found.element)
            continue
        for item, key in zip(listed, keys, strict=True):
            if key in lost:
                edits.remove(item)


def _detailed_key(item: Element) -> str:
    name = rdf.fields(item).get(DETAILED_NAME)
    return same_name(clean_name((name.text if name else None) or ""))


def _respell(edits: Edits, array: Element, there: dict[str, Element], missing: dict[str, str]) -> None:
    """Let names that are listed already be spelled as they are now; they are missing no more."""
    for key, item in there.items():
        name = missing.pop(key, None)
        if name is not None and clean_name(rdf.text_of(item) or "") != name:
            edits.set_text(rdf.Field(_ITEM, array, item), name)


def _persons(
    edits: Edits, composer: Composer, there: list[rdf.Field], names: Sequence[str], lost: frozenset[str]
) -> list[str]:
    """Make the edits of PersonInImage; return new properties where there is none to extend."""
    missing = {same_name(name): name for name in names}
    bag: Element | None = None
    for found in there:
        array = None if found.element is None else rdf.array_of(found.element)
        if found.element is None or array is None:
            # Not the list that the standard wants; its names move into one.
            for text in rdf.texts(found):
                if clean_name(text) and same_name(clean_name(text)) not in lost:
                    missing.setdefault(same_name(clean_name(text)), clean_name(text))
            edits.remove_field(found)
            continue
        listed = rdf.items(found.element)
        keys = [same_name(clean_name(rdf.text_of(item) or "")) for item in listed]
        _respell(edits, array, dict(zip(keys, listed, strict=True)), missing)
        if listed and all(key in lost for key in keys) and (bag is not None or not missing):
            edits.remove(found.element)
            continue
        for item, key in zip(listed, keys, strict=True):
            if key in lost:
                edits.remove(item)
        bag = array if bag is None else bag
    if not missing:
        return []
    if bag is None:
        return [composer.array(PERSON_IN_IMAGE, [composer.simple(_ITEM, name) for name in missing.values()])]
    inside = Composer(bag)
    for name in missing.values():
        edits.append(bag, inside.declared(inside.simple(_ITEM, name)))
    return []
