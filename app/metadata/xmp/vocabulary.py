"""The names that XMP properties about people go by: namespaces, and prefixes where we must choose one.

Sources: Metadata Working Group, Guidelines for Handling Image Metadata 2.0 (2010), its chapter on image
regions; Microsoft, People Tagging Overview (Windows Imaging Component); IPTC Photo Metadata Standard; ISO
16684-1 (XMP).
"""

from __future__ import annotations

from typing import Final

#: (namespace, local name)
Name = tuple[str, str]

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML: Final = "http://www.w3.org/XML/1998/namespace"
MWG: Final = "http://www.metadataworkinggroup.com/schemas/regions/"
AREA: Final = "http://ns.adobe.com/xmp/sType/Area#"
DIMENSIONS: Final = "http://ns.adobe.com/xap/1.0/sType/Dimensions#"
MP: Final = "http://ns.microsoft.com/photo/1.2/"
MP_INFO: Final = "http://ns.microsoft.com/photo/1.2/t/RegionInfo#"
MP_REGION: Final = "http://ns.microsoft.com/photo/1.2/t/Region#"
IPTC: Final = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"

#: The prefixes that everybody uses; some programs know a namespace only by its prefix.
PREFIXES: Final = {
    RDF: "rdf",
    MWG: "mwg-rs",
    AREA: "stArea",
    DIMENSIONS: "stDim",
    MP: "MP",
    MP_INFO: "MPRI",
    MP_REGION: "MPReg",
    IPTC: "Iptc4xmpExt",
}

REGIONS: Final[Name] = (MWG, "Regions")
REGION_LIST: Final[Name] = (MWG, "RegionList")
APPLIED_TO: Final[Name] = (MWG, "AppliedToDimensions")
MP_REGION_INFO: Final[Name] = (MP, "RegionInfo")
MP_REGIONS: Final[Name] = (MP_INFO, "Regions")
MP_NAME: Final[Name] = (MP_REGION, "PersonDisplayName")
MP_RECTANGLE: Final[Name] = (MP_REGION, "Rectangle")
PERSON_IN_IMAGE: Final[Name] = (IPTC, "PersonInImage")
#: As PersonInImage, with more about each.
DETAILS: Final[Name] = (IPTC, "PersonInImageWDetails")
DETAILED_NAME: Final[Name] = (IPTC, "PersonName")

#: Keywords without levels.
SUBJECT: Final[Name] = ("http://purl.org/dc/elements/1.1/", "subject")
#: Keywords with levels, and what stands between two levels.
BRANCHES: Final[tuple[tuple[Name, str], ...]] = (
    (("http://www.digikam.org/ns/1.0/", "TagsList"), "/"),
    (("http://ns.adobe.com/lightroom/1.0/", "hierarchicalSubject"), "|"),
    (("http://ns.microsoft.com/photo/1.0/", "LastKeywordXMP"), "/"),
    (("http://ns.iview-multimedia.com/mediapro/1.0/", "CatalogSets"), "|"),
)
