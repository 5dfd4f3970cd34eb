"""What long work has done, counted in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject

from app.indexing import IndexReport


class Summaries(QObject):
    """Says what was done; may be used in any thread."""

    def photos_and_videos(self, number: int, *, videos: int) -> str:
        """Return how many photos and videos there are, as "10 photos and 2 videos".

        Args:
            number: Of both together; at least 1.
            videos: How many of them are videos.
        """
        photos, parts = number - videos, []
        if photos:
            parts.append(self.tr("%n photo(s)", "", photos))
        if videos:
            parts.append(self.tr("%n video(s)", "", videos))
        return QLocale().createSeparatedList(parts)

    def of_index(self, report: IndexReport) -> str:
        """Return a sentence on what a run read and found; empty where there is nothing to tell."""
        # Copies of a photo are read, too: as far as it takes to know them.
        read = report.new + report.changed + report.duplicates
        if report.cancelled:
            return ""
        if not (read + report.failed):
            # At each start the folders are looked through; that there is no news is none.
            return "" if report.seen else self.tr("There are no photos in your folders.")
        photos, parts = read - report.videos_read, []
        if photos or not read:
            parts.append(self.tr("%n photo(s) read", "", photos))
        if report.videos_read:
            parts.append(self.tr("%n video(s) read", "", report.videos_read))
        parts.append(self.tr("%n face(s) found", "", report.faces))
        if report.failed:
            parts.append(self.tr("%n file(s) could not be used", "", report.failed))
        return self.tr("{parts}.").format(parts=QLocale().createSeparatedList(parts))
