"""XMP packets about people: read from bytes, and merged into them. Files and sidecars are not known here.

Safe on any bytes; pure; of ours only `app.metadata.people` is used.
"""

from __future__ import annotations

from app.metadata.xmp.merging import with_people
from app.metadata.xmp.packets import LARGEST_PACKET, PacketError
from app.metadata.xmp.reading import KeywordRule, read_people

__all__ = ["LARGEST_PACKET", "KeywordRule", "PacketError", "read_people", "with_people"]
