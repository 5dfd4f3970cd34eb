"""Watching the roots: who asks is told which folders changed, and which root went away or came back.

Where the system tells of changes, it is asked (`app.indexing.observing`); elsewhere folders are looked
through now and then (`app.indexing.polling`). Signs are gathered until they pause (`app.indexing.bursts`).
What is found is told; bringing the library up to date with it is `app.indexing.indexer`, given the scopes.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from app.indexing.bursts import Bursts, Sign
from app.indexing.observing import TELLS_CLOSING, Observing, OutOfWatchesError
from app.indexing.polling import Snapshot, is_on_network
from app.indexing.roots import Standing, WatchedRoot, standing
from app.indexing.scope import WHOLE, Scope
from app.indexing.walk import Walk

_log = logging.getLogger(__name__)

#: How often it is looked whether the roots are there, in seconds.
CHECK_EVERY_S: Final = 2.0
#: A root is looked through this often at most, in seconds, ...
POLL_EVERY_S: Final = 10.0
#: ... and so that this share of the time goes into it at most.
_POLL_SHARE: Final = 0.05
#: Closing waits so long for a drive that does not answer, in seconds.
_CLOSE_S: Final = 5.0


class Why(StrEnum):
    """Why a root is looked through now and then, and not watched."""

    #: It is on another computer, whose changes the system does not tell of.
    NETWORK = "network"
    #: The system lets this user watch no more folders.
    LIMIT = "limit"
    #: The system cannot watch it.
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Changed:
    """Something may have changed in some folders, by `Root.id`: index within them."""

    within: dict[int, Scope]


@dataclass(frozen=True, slots=True)
class Gone:
    """A root is not there any more, or nothing visible is in it, as where a drive was mounted."""

    root: WatchedRoot
    standing: Standing


@dataclass(frozen=True, slots=True)
class Back:
    """A root that was away or empty is there again."""

    root: WatchedRoot


@dataclass(frozen=True, slots=True)
class Polled:
    """A root is not watched but looked through now and then."""

    root: WatchedRoot
    why: Why


News = Changed | Gone | Back | Polled


@dataclass(slots=True, eq=False)
class _Place:
    """A root that is watched.

    Attributes:
        root: The root.
        standing: How its folder was found last.
        identity: Device and inode of the folder then; None where it was away.
        watches: What the system watches of it.
        links: Links to folders in it, by their paths, and whether they lead anywhere.
        links_due: Links are to be looked for.
        snapshot: Of a root that is looked through now and then; None for others.
        next_look: When to look through it again.
    """

    root: WatchedRoot
    standing: Standing = Standing.AWAY
    identity: tuple[int, int] | None = None
    watches: list[object] = field(default_factory=list)
    links: dict[str, bool] = field(default_factory=dict)
    links_due: bool = False
    snapshot: Snapshot | None = None
    next_look: float = 0.0


class Watcher:
    """Watches roots, in a thread of its own once started.

    Args:
        tell: Told of news, in that thread; may take its time.
        clock: Seconds that only grow.
        on_network: Says whether a folder is one that the system tells nothing of.
    """

    def __init__(
        self,
        tell: Callable[[News], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        on_network: Callable[[str], bool] = is_on_network,
    ) -> None:
        self._tell, self._clock, self._on_network = tell, clock, on_network
        self._wake = threading.Condition()
        self._bursts = Bursts(clock=clock, closes=TELLS_CLOSING)
        self._observing = Observing(self._sign, self._lost)
        self._places: dict[int, _Place] = {}
        self._wanted: dict[int, WatchedRoot] | None = None
        self._lost_roots: set[int | None] = set()
        self._set = threading.Event()
        self._set.set()
        self._closed = False
        self._next_check = 0.0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch, in a thread."""
        self._thread = threading.Thread(target=self._run, name="familiar-watch", daemon=True)
        self._thread.start()

    def watch(self, roots: Iterable[WatchedRoot]) -> None:
        """Watch these roots from now on, and no others; returns at once."""
        with self._wake:
            self._wanted = {root.id: root for root in roots}
            self._set.clear()
            self._wake.notify()

    def wait_until_set(self, timeout_s: float) -> bool:
        """Wait until whatever changes in the roots given last will be noticed; tell whether that is so."""
        return self._set.wait(timeout_s)

    def close(self) -> None:
        """End watching; nothing is told any more."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join(_CLOSE_S)
        self._observing.close()

    def step(self) -> float:
        """Do what is due now; return the seconds until something may be due again."""
        with self._wake:
            wanted, self._wanted = self._wanted, None
            lost, self._lost_roots = self._lost_roots, set()
        if wanted is not None:
            self._follow(wanted)
        for place in self._places.values():
            if lost & {None, place.root.id}:
                self._renew(place)
        if wanted is not None:
            self._set.set()
        now = self._clock()
        if now >= self._next_check:
            self._next_check = now + CHECK_EVERY_S
            for place in self._places.values():
                self._check(place)
        for place in self._places.values():
            self._look(place)
        self._tell_of_bursts()
        return self._pause_s()

    def _run(self) -> None:
        while not self._closed:
            try:
                pause_s = self.step()
            except Exception:  # noqa: BLE001 - a fault must not end watching without a word
                _log.exception("A bug in watching")
                pause_s = CHECK_EVERY_S
            with self._wake:
                if not (self._closed or self._wanted is not None or self._lost_roots):
                    self._wake.wait(pause_s)

    def _pause_s(self) -> float:
        now = self._clock()
        with self._wake:
            burst = self._bursts.wait_s()
        looks = [place.next_look - now for place in self._places.values() if place.snapshot is not None]
        waits = [self._next_check - now, *looks, *([] if burst is None else [burst])]
        # Never without a pause: what cannot be helped now must not keep a processor busy.
        return max(0.05, min(waits)) if self._places or burst is not None else 3600.0

    def _say(self, news: News) -> None:
        if not self._closed:
            self._tell(news)

    def _follow(self, wanted: dict[int, WatchedRoot]) -> None:
        """Watch what is wanted and is not watched, and leave what is not wanted."""
        for place in list(self._places.values()):
            here = wanted.get(place.root.id)
            if here is None or here.path != place.root.path:
                self._leave(place)
                with self._wake:
                    del self._places[place.root.id]
        for root in wanted.values():
            if root.id not in self._places:
                place = _Place(root, standing(root.path), _identity(root.path))
                with self._wake:
                    self._places[root.id] = place
                self._enter(place)

    def _enter(self, place: _Place) -> None:
        """Watch a root that is there."""
        if place.identity is None or self._closed:
            return
        path = place.root.path
        if self._on_network(path):
            self._poll(place, Why.NETWORK)
            return
        try:
            place.watches.append(self._observing.add(path, place.root.id))
        except OutOfWatchesError:
            self._poll(place, Why.LIMIT)
        except OSError as error:
            _log.info("%s cannot be watched: %s", path, error)
            if _identity(path) is not None:
                self._poll(place, Why.REFUSED)
        else:
            place.links_due = True

    def _leave(self, place: _Place) -> None:
        """Watch a root no more."""
        for watch in place.watches:
            self._observing.remove(watch)
        place.watches.clear()
        place.links.clear()
        place.links_due, place.snapshot = False, None
        with self._wake:
            self._bursts.forget(place.root.id)

    def _poll(self, place: _Place, why: Why) -> None:
        """Look through a root now and then from now on."""
        self._leave(place)
        place.snapshot = Snapshot(place.root.path, self._others(place))
        place.next_look = self._clock()
        self._look(place)
        self._say(Polled(place.root, why))

    def _look(self, place: _Place) -> None:
        """Do what is due of one root: look for links in it, or look through it."""
        if place.links_due:
            place.links_due = False
            self._find_links(place)
        if place.snapshot is None or self._clock() < place.next_look or self._closed:
            return
        begun = self._clock()
        folders, fresh = place.snapshot.look(lambda: not self._closed)
        took = self._clock() - begun
        place.next_look = begun + took + max(POLL_EVERY_S, took / _POLL_SHARE)
        with self._wake:
            for folder in folders:
                self._bursts.note_folder(place.root.id, place.root.path, folder)
            for file in fresh:
                # Nobody will say that it was closed.
                self._bursts.note(place.root.id, place.root.path, file, Sign.APPEARED)

    def _check(self, place: _Place) -> None:
        """Look whether a root is there, as it was."""
        path = place.root.path
        now, identity = standing(path), _identity(path)
        before, other = place.standing, identity != place.identity
        place.standing, place.identity = now, identity
        if other:
            self._leave(place)
            self._enter(place)
        if now is not before and Standing.THERE in {now, before}:
            self._say(Back(place.root) if now is Standing.THERE else Gone(place.root, now))
        if other or now is not before:
            self._say(Changed({place.root.id: WHOLE}))
        for link, was in place.links.items():
            alive = os.path.isdir(os.path.join(path, link))  # noqa: PTH112, PTH118 - odd names
            if alive != was:
                self._sign(place.root.id, link, Sign.FOLDER)
                place.links_due = True

    def _renew(self, place: _Place) -> None:
        """Watch a root anew, of which signs were lost."""
        self._leave(place)
        place.identity = None
        self._check(place)

    def _find_links(self, place: _Place) -> None:
        """Watch what links to folders lead to, since the system does not follow them."""
        root = place.root.path
        walk = Walk(root, self._others(place), suffixes=())
        for _ in walk:
            pass
        nowhere = [path.rstrip("/") for path in walk.unreachable if path.endswith("/")]
        for watch in place.watches[1:]:
            self._observing.remove(watch)
        del place.watches[1:]
        place.links = dict.fromkeys(walk.links, True) | dict.fromkeys(nowhere, False)
        inside = os.path.join(os.path.realpath(root), "")  # noqa: PTH118
        for link in walk.links:
            target = os.path.realpath(os.path.join(root, link))  # noqa: PTH118
            if f"{target}{os.sep}".startswith(inside):
                continue
            try:
                place.watches.append(self._observing.add(target, place.root.id, link))
            except OutOfWatchesError:
                self._poll(place, Why.LIMIT)
                return
            except OSError as error:
                _log.info("%s cannot be watched: %s", target, error)

    def _tell_of_bursts(self) -> None:
        with self._wake:
            ready = self._bursts.take()
        ready = {root: scope for root, scope in ready.items() if root in self._places}
        if not ready:
            return
        grown = [self._places[root] for root, scope in ready.items() if scope.trees]
        for place in grown:
            walk = Walk(place.root.path, self._others(place), scope=ready[place.root.id], suffixes=())
            if place.watches and (any(walk) or walk.links):
                self._find_links(place)
        if grown and self._observing.is_exhausted():
            for place in grown:
                if place.watches:
                    self._poll(place, Why.LIMIT)
        self._say(Changed(ready))

    def _others(self, place: _Place) -> list[str]:
        return [other.root.path for other in self._places.values() if other is not place]

    def _sign(self, root: int, path: str, sign: Sign) -> None:
        """Take note of a sign, in any thread."""
        with self._wake:
            place = self._places.get(root)
            if place is None:
                return
            file = os.path.join(place.root.path, path)  # noqa: PTH118 - odd names
            within = [other for other in self._places.values() if _is_below(file, other.root.path)]
            if path:
                place = max([place, *within], key=lambda one: len(one.root.path))
                path = file[len(os.path.join(place.root.path, "")) :]  # noqa: PTH118
            self._bursts.note(place.root.id, place.root.path, path.replace(os.sep, "/"), sign)
            self._wake.notify()

    def _lost(self, root: int | None) -> None:
        """Take note that signs were lost, in any thread."""
        with self._wake:
            self._lost_roots.add(root)
            self._wake.notify()


def _identity(folder: str) -> tuple[int, int] | None:
    """Return what tells a folder from others; another one where a drive was mounted on it, None for none."""
    try:
        status = os.stat(folder)  # noqa: PTH116 - odd names
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def _is_below(file: str, folder: str) -> bool:
    return file.startswith(os.path.join(folder, ""))  # noqa: PTH118
