"""`familiar watch`: keeps the library up to date with the folders until it is stopped."""

from __future__ import annotations

import json
import queue
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from app.cli import output
from app.cli.context import (
    JsonOption,
    LibraryOption,
    ProviderOption,
    RefusedError,
    analyser_factory,
    chosen_models,
    cores,
    open_library,
    wants_json,
)
from app.cli.index import group_anew, print_report, shown
from app.cli.metadata import report_document, write_standing
from app.exchange.writing import reconcile
from app.indexing import (
    CancelToken,
    IndexReport,
    Scope,
    Standing,
    WatchedRoot,
    add_roots,
    check_folders,
    has_news,
    index,
    keeps_photos,
    watched_roots,
)
from app.indexing.scope import together
from app.indexing.watching import Back, Changed, News, Polled, Watcher, Why
from app.library.errors import LibraryBusyError
from app.library.store import Library
from engine.models import Catalogue, Provider

#: Folders that other programs add are watched, too, after so many seconds; and a library at which another
#: Familiar is at work is asked again.
_LOOK_EVERY_S: Final = 10.0
#: Ctrl-C is heard after so long at most, also where a wait cannot be interrupted.
_TICK_S: Final = 0.5

_ALLOW_MORE: Final = "sudo sysctl fs.inotify.max_user_watches=1048576"
_WHY: Final = {
    Why.NETWORK: "It is on another computer, so it is looked through now and then.",
    Why.LIMIT: (
        "It has more folders than this computer lets programs watch, so it is looked through now and then. "
        f"To notice changes at once, allow more, and start this again: {_ALLOW_MORE}"
    ),
    Why.REFUSED: "The system cannot watch it, so it is looked through now and then.",
}


def watch(
    context: typer.Context,
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FOLDER", help="Photo folders to add; without any, all that are known."),
    ] = None,
    *,
    provider: ProviderOption = Provider.AUTO,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Look at new and changed photos as soon as they are there, until stopped with Ctrl-C.

    Photos that came, changed, moved or went before are looked at first. With --json each thing that happens
    is one line with one JSON document.
    """
    as_json = wants_json(context, as_json)
    # A slip in a name leaves no library behind.
    check_folders(folders or ())
    with open_library(context, library, create=bool(folders)) as opened:
        if folders:
            add_roots(opened, folders)
        with opened.read() as session:
            if not watched_roots(session):
                raise RefusedError("No photo folder is known yet. Name one: familiar watch FOLDER")
        token = CancelToken()
        with _stopping(token):
            _Watch(opened, token, provider=provider, as_json=as_json).run()
    return 0


@contextmanager
def _stopping(token: CancelToken) -> Iterator[None]:
    """Let the first Ctrl-C end the work in order; a second one ends it at once, which loses nothing."""

    def stop(_signal: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        token.cancel()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@dataclass(slots=True, eq=False)
class _Waiting:
    """What is to be looked at: everything, or some folders."""

    everything: bool = True
    within: Mapping[int, Scope] | None = None


class _Watch:
    """Watches the folders of a library, and indexes where something changed."""

    def __init__(self, library: Library, token: CancelToken, *, provider: Provider, as_json: bool) -> None:
        self._library, self._token = library, token
        self._provider, self._as_json = provider, as_json
        self._news: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._waiting = _Waiting()
        #: It was said that another Familiar is at work.
        self._busy = False

    def run(self) -> None:
        """Go on until the token says stop."""
        watcher = Watcher(self._news.put)
        watcher.start()
        try:
            watcher.watch(self._roots())
            while not (self._token.cancelled or watcher.wait_until_set(_TICK_S)):
                pass
            while not self._token.cancelled:
                self._work()
                self._wait(_LOOK_EVERY_S)
                watcher.watch(self._roots())
        finally:
            watcher.close()

    def _roots(self) -> list[WatchedRoot]:
        with self._library.read() as session:
            return watched_roots(session)

    def _wait(self, seconds: float) -> None:
        """Wait for news, and take what there is."""
        for _ in range(round(seconds / _TICK_S)):
            if self._token.cancelled:
                return
            try:
                self._take(self._news.get(timeout=_TICK_S))
            except queue.Empty:
                continue
            while not self._news.empty():
                self._take(self._news.get())
            return

    def _take(self, news: News) -> None:
        if isinstance(news, Changed):
            if has_news(self._library, news.within):
                self._waiting.within = together(self._waiting.within or {}, news.within)
            return
        folder = news.root.path
        if isinstance(news, Polled):
            self._say(f"Watching {folder}. {_WHY[news.why]}", "polled", folder=folder, why=news.why)
            return
        with self._library.read() as session:
            if not keeps_photos(session, news.root.id):
                return
        if isinstance(news, Back):
            self._say(f"The folder {folder} is there again.", "back", folder=folder)
        else:
            how = "empty now" if news.standing is Standing.EMPTY else "not there any more"
            text = f"The folder {folder} is {how}; its photos and names are kept as they are."
            self._say(text, "gone", folder=folder, standing=news.standing)

    def _work(self) -> None:
        """Index what is to be looked at, if nobody else is at it."""
        waiting, self._waiting = self._waiting, _Waiting(everything=False)
        if not waiting.everything and waiting.within is None:
            return
        try:
            report = self._index(None if waiting.everything else waiting.within)
        except LibraryBusyError as error:
            self._waiting = waiting
            if not self._busy:
                self._say(str(error), "busy", message=str(error))
            self._busy = True
            return
        self._busy = False
        if not self._as_json:
            print_report(report)
        self._say("", "indexed", **asdict(report))
        if waiting.everything and not report.cancelled:
            self._say("Watching. Stop with Ctrl-C.", "watching")

    def _index(self, within: Mapping[int, Scope] | None) -> IndexReport:
        catalogue = Catalogue()
        detector, recogniser = chosen_models(self._library, catalogue)
        with self._library.job_lock():
            reconcile(self._library)
        with shown(quiet=self._as_json) as on_progress:
            report = index(
                self._library,
                analyser_factory(detector, recogniser, catalogue, provider=self._provider, threads=1),
                detector=detector,
                recogniser=recogniser,
                within=within,
                workers=cores(),
                on_progress=on_progress,
                token=self._token,
            )
        news = report.new + report.changed + report.moved + report.duplicates + report.names
        if not report.cancelled and (within is None or news):
            group_anew(self._library, recogniser)
            written = write_standing(self._library, self._token, quiet=True)
            if written is not None and written.changes.action_id is not None:
                self._say(written.changes.summary, "written", **report_document(written))
        return report

    def _say(self, text: str, what: str, **facts: Any) -> None:
        if self._as_json:
            print(json.dumps({"event": what, **facts}, default=str), flush=True)  # noqa: T201
        elif text:
            output.say(text)
