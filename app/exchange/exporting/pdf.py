"""A PDF whose pages are one JPEG each, written with the memory of one page (ISO 32000-1:2008, 7.5)."""

from __future__ import annotations

from typing import IO, Final

#: Units of a page: 1/72 inch.
_POINTS_PER_MM: Final = 72 / 25.4


class PdfWriter:
    """Writes pages to a stream.

    Args:
        stream: Empty, for bytes.
        title: Shown by readers in place of the file's name.
    """

    def __init__(self, stream: IO[bytes], title: str) -> None:
        self._stream = stream
        #: Where each object begins, by number from 1; 0 for one that is to be written at the end.
        self._starts: list[int] = [0, 0]
        self._pages: list[int] = []
        self._at = 0
        # The second line says that this is no text.
        self._put(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        coded = (b"\xfe\xff" + title.encode("utf-16-be", "replace")).hex().encode("ascii")
        self._info = self._object(b"<< /Title <" + coded + b"> /Producer (Familiar) >>")

    def add_page(self, jpeg: bytes, pixels: tuple[int, int], paper_mm: tuple[float, float]) -> None:
        """Add a page that a picture fills.

        Args:
            jpeg: The picture, RGB.
            pixels: Its width and height.
            paper_mm: Width and height of the page.

        Raises:
            OSError: It cannot be written.
        """
        width, height = (round(side * _POINTS_PER_MM, 3) for side in paper_mm)
        picture = self._object(
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
            b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n" % (*pixels, len(jpeg)),
            jpeg,
            b"\nendstream",
        )
        drawn = b"%g 0 0 %g 0 0 cm /P Do" % (width, height)
        drawing = self._object(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        self._pages.append(
            self._object(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Resources "
                b"<< /XObject << /P %d 0 R >> >> /Contents %d 0 R >>" % (width, height, picture, drawing)
            )
        )

    def close(self) -> None:
        """Write what lists the pages; the stream stays open.

        Raises:
            OSError: It cannot be written.
        """
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        self._object(b"<< /Type /Catalog /Pages 2 0 R >>", number=1)
        self._object(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self._pages), kids), number=2)
        table = self._at
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % (len(self._starts) + 1))
        self._put(b"".join(b"%010d 00000 n \n" % start for start in self._starts))
        self._put(
            b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            % (len(self._starts) + 1, self._info, table)
        )

    def _object(self, *parts: bytes, number: int = 0) -> int:
        if not number:
            self._starts.append(0)
            number = len(self._starts)
        self._starts[number - 1] = self._at
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, b"".join(parts)))
        return number

    def _put(self, data: bytes) -> None:
        self._stream.write(data)
        self._at += len(data)
