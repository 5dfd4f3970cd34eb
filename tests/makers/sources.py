"""Sentences that our code can make, read from its source: what exceptions, returns and yields say.

Values are put in as "7", so that both texts and numbers fit; a sentence put into another one is `INNER`.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

PROJECT = Path(__file__).resolve().parents[2]
VALUE = "7"
#: What the text of another exception is taken for.
INNER = "A name cannot be empty."
_DEEP = 24
_MOST = 64

Function = ast.FunctionDef | ast.AsyncFunctionDef
Env = Mapping[str, list[str]]
Node = TypeVar("Node", bound=ast.AST)


@dataclass(frozen=True)
class Made:
    """A sentence, and where it is made."""

    text: str
    where: str


@dataclass
class Sources:
    """The code of some packages.

    Attributes:
        trees: By path from the project.
    """

    trees: dict[str, ast.Module]
    functions: dict[str, list[Function]] = field(default_factory=dict)
    calls: dict[str, list[tuple[ast.Call, Function | None]]] = field(default_factory=dict)
    within: dict[ast.AST, Function | None] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)
    files: dict[ast.AST, str] = field(default_factory=dict)

    @classmethod
    def of(cls, *places: str) -> Sources:
        """Read packages, or single files."""
        found = cls({})
        for place in places:
            path = PROJECT / place
            for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
                tree = ast.parse(file.read_text(encoding="utf-8"))
                name = file.relative_to(PROJECT).as_posix()
                found.trees[name] = tree
                found._learn(tree, None, name)
        return found

    def _learn(self, node: ast.AST, function: Function | None, file: str) -> None:
        for child in ast.iter_child_nodes(node):
            self.within[child], self.files[child] = function, file
            if isinstance(child, Function):
                self.functions.setdefault(child.name, []).append(child)
            if isinstance(child, ast.Call):
                self.calls.setdefault(_called(child), []).append((child, function))
            if isinstance(node, ast.Module) and isinstance(child, ast.Assign | ast.AnnAssign):
                target = child.targets[0] if isinstance(child, ast.Assign) else child.target
                if isinstance(target, ast.Name) and child.value is not None:
                    self.constants[target.id] = child.value
            self._learn(child, child if isinstance(child, Function) else function, file)

    def subclasses(self, name: str) -> set[str]:
        """Return the names of a class and all that are made of it."""
        found = {name}
        nodes = [node for tree in self.trees.values() for node in ast.walk(tree)]
        classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
        for _ in classes:
            found |= {one.name for one in classes if found & {ast.unparse(base) for base in one.bases}}
        return found

    def arguments(self, names: Sequence[str], place: int = 0, *, without: Sequence[str] = ()) -> list[Made]:
        """Return what is given to calls by these names at one place; not in functions by some names."""
        return [
            Made(text, self._where(call))
            for name in names
            for call, function in self.calls.get(name, [])
            if len(call.args) > place and (function is None or function.name not in without)
            for text in self.texts(call.args[place], function)
        ]

    def keywords(self, name: str, keyword: str) -> list[Made]:
        """Return what is given by keyword to calls by a name."""
        return [
            Made(text, self._where(call))
            for call, function in self.calls.get(name, [])
            for given in call.keywords
            if given.arg == keyword
            for text in self.texts(given.value, function)
        ]

    def returns(self, name: str) -> list[Made]:
        """Return what functions by a name return, alone or in a tuple."""
        found = [(node.value, one) for one in self.functions[name] for node in _own(one, ast.Return)]
        return [
            Made(text, self._where(value))
            for outer, function in found
            if outer is not None
            for value in (outer.elts if isinstance(outer, ast.Tuple) else [outer])
            for text in self.texts(value, function)
        ]

    def yields(self, file: str) -> list[Made]:
        """Return what the functions of a file yield."""
        nodes = [node for node in ast.walk(self.trees[file]) if isinstance(node, ast.Yield)]
        return [
            Made(text, self._where(node))
            for node in nodes
            if node.value is not None
            for text in self.texts(node.value, self.within[node])
        ]

    def _where(self, node: ast.expr) -> str:
        return f"{self.files[node]}:{node.lineno}"

    def texts(self, node: ast.expr, function: Function | None) -> list[str]:
        """Return the texts that an expression may be; what cannot be known is `VALUE`."""
        return list(dict.fromkeys(self._texts(node, function, {}, 0)))[:_MOST]

    def _texts(self, node: ast.expr, function: Function | None, env: Env, depth: int) -> list[str]:
        def inner(one: ast.expr) -> list[str]:
            return self._texts(one, function, env, depth + 1)

        if depth > _DEEP:
            return [VALUE]
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=values):
                return _joined([inner(value) for value in values])
            case ast.FormattedValue(value=value):
                return inner(value)
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return _joined([inner(left), inner(right)])
            case ast.BinOp(op=ast.Mult(), left=ast.Constant(value=str(text)), right=test):
                return _chosen(test, [text], [""])
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return _chosen(_meant(test, function), inner(body), inner(orelse))
            case ast.Subscript(value=ast.Name(id=name)):
                known = self.constants.get(name)
                values = known.values if isinstance(known, ast.Dict) else []
                return [text for value in values for text in inner(value)] or [VALUE]
            case ast.Call():
                return self._of_call(node, function, env, depth)
            case ast.Name(id=name):
                return self._named(name, function, env, depth)
        return [VALUE]

    def _of_call(self, call: ast.Call, function: Function | None, env: Env, depth: int) -> list[str]:
        match call.func, call.args:
            case ast.Attribute(value=ast.Constant(value=str(between)), attr="join"), [given]:
                some = [VALUE]
                if isinstance(given, ast.GeneratorExp | ast.ListComp):
                    some = self._texts(given.elt, function, env, depth + 1)
                return [*some, *(between.join([text, VALUE]) for text in some)]
            case ast.Name(id="str"), [given]:
                return self._texts(given, function, env, depth + 1)
            case ast.Name(id=name), _ if called := self._function(name, self.files[call]):
                return self._returned(call, called, function, env, depth)
        return [VALUE]

    def _function(self, name: str, file: str) -> Function | None:
        """Return the function that is called by a name in a file, where that is certain."""
        known = self.functions.get(name, [])
        here = [one for one in known if self.files[one] == file]
        return next(iter(here), known[0] if len(known) == 1 else None)

    def _returned(
        self, call: ast.Call, called: Function, function: Function | None, env: Env, depth: int
    ) -> list[str]:
        """Return what a call of one of our functions may return."""
        given = zip([argument.arg for argument in called.args.args], call.args, strict=False)
        inside = {name: self._texts(value, function, env, depth + 1) for name, value in given}
        found = [
            text
            for node in _own(called, ast.Return)
            if node.value is not None
            for text in self._texts(node.value, called, inside, depth + 1)
        ]
        return found or [VALUE]

    def _named(self, name: str, function: Function | None, env: Env, depth: int) -> list[str]:
        """Return what a variable may be: what it is given in its function, or by those who call that."""
        if name in env:
            return env[name]
        if name == "error":
            return [INNER]
        if function is None:
            constant = self.constants.get(name)
            return [VALUE] if constant is None else self._texts(constant, None, {}, depth + 1)
        found: list[str] = []
        for node in sorted(_own(function, ast.stmt), key=lambda one: one.lineno):
            given = list(_given(node, name))
            some = [text for value in given for text in self._texts(value, function, env, depth + 1)]
            if isinstance(node, ast.AugAssign):
                found += _joined([found, some])
            else:
                found += some
        names = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
        if name in names:
            for call, caller in self.calls.get(function.name, []):
                at = names.index(name)
                if at < len(call.args):
                    found += self._texts(call.args[at], caller, {}, depth + 1)
        if found:
            return list(dict.fromkeys(found))[:_MOST]
        return self._named(name, self.within[function], {}, depth + 1)


def _given(node: ast.stmt, name: str) -> Iterator[ast.expr]:
    """Give what a statement gives to a variable: by assignment, or in a loop over a written list."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _parted(target, node.value, name)
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
        yield node.value
    elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
        for value in node.iter.elts:
            yield from _parted(node.target, value, name)


def _parted(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=True):
            yield from _parted(one, other, name)


def _meant(test: ast.expr, function: Function | None) -> ast.expr:
    """Return what a test is, which may have a name."""
    if isinstance(test, ast.Name) and function is not None:
        return next((value for node in _own(function, ast.Assign) for value in _given(node, test.id)), test)
    return test


def _chosen(test: ast.expr, body: list[str], orelse: list[str]) -> list[str]:
    """Return what is said of several things where a test asks for one, else both."""
    match test:
        case ast.Compare(ops=[asked], comparators=[ast.Constant(value=1 | "1")]):
            return orelse if isinstance(asked, ast.Eq) else body
    return [*body, *orelse]


def _joined(parts: Sequence[Sequence[str]]) -> list[str]:
    return ["".join(some) for some in itertools.islice(itertools.product(*parts), _MOST)]


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _own(function: Function, kind: type[Node]) -> Iterator[Node]:
    """Give the nodes of a function, without those of functions in it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, kind):
            yield node
        if not isinstance(node, Function):
            waiting += ast.iter_child_nodes(node)
