"""Which folders of a root a run is about, where it is not about all of it.

Whoever knows which folders changed (`app.indexing.watching`) says so with these; walking such folders is done
in `app.indexing.walk`, comparing them in `app.indexing.partly`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

#: A run that is about more folders than these is about the whole root: looking for each takes longer.
_MOST: Final = 2000


@dataclass(frozen=True)
class Scope:
    """Folders of one root: paths relative to it, with forward slashes, "" for the root itself.

    Attributes:
        folders: Looked at without the folders in them.
        trees: Looked at with all that is below them.
        waiting: Files that are being written: neither looked at nor taken for gone.
    """

    folders: frozenset[str] = frozenset()
    trees: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *, folders: Iterable[str] = (), trees: Iterable[str] = ()) -> Scope:
        """Return the scope of some folders; of all where they are very many."""
        found = cls(frozenset(folders), frozenset(trees))
        return found if len(found.folders) + len(found.trees) <= _MOST else found.widened()

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole root."""
        return "" in self.trees

    def widened(self) -> Scope:
        """Return this for the whole root."""
        return replace(self, folders=frozenset(), trees=frozenset({""}))

    def then(self, later: Scope) -> Scope:
        """Return both together; of the files that are being written `later` knows best."""
        both = Scope.of(folders=self.folders | later.folders, trees=self.trees | later.trees)
        return replace(both, waiting=later.waiting)

    def is_below_tree(self, folder: str) -> bool:
        """Tell whether a folder is one of the trees, or below one."""
        return any(above in self.trees for above in at_and_above(folder))

    @cached_property
    def ways(self) -> frozenset[str]:
        """Every folder that has to be entered to get to these, and these."""
        return frozenset(way for folder in self.folders | self.trees for way in at_and_above(folder))


WHOLE: Final = Scope().widened()


def at_and_above(path: str) -> Iterator[str]:
    """Give a path and every folder around it, "" last."""
    yield path
    while path:
        path = path.rpartition("/")[0]
        yield path


def together(earlier: Mapping[int, Scope], later: Mapping[int, Scope]) -> dict[int, Scope]:
    """Return the scopes of both, by `Root.id`."""
    return {
        **earlier,
        **{root: earlier[root].then(scope) if root in earlier else scope for root, scope in later.items()},
    }
