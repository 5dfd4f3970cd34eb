"""The models there are: found by their cards, verified by hash, repaired once and cached, installed.

Built-in cards lie in `resources/models`; cards a user installs lie, each with its ONNX file, in a folder
of the user's. Model files that need a repair are repaired once and kept in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path, user_data_path

from engine.models.card import FileSource, ModelCard, Task, parse_card
from engine.models.processor import multiplies_bytes
from engine.models.repair import RepairError, repaired
from engine.models.runtime import (
    Provider,
    RuntimeOptions,
    RuntimeProblemError,
    Session,
    runs_on,
)
from engine.models.table import CardError

_BUILT_IN = importlib.resources.files("resources") / "models"

# Counts up when a repair changes what it makes, so that older caches are not used.
_REPAIR_VERSION = 3


class ModelError(Exception):
    """A model that cannot be used; the message is a sentence for the user, with the remedy."""


@dataclass(frozen=True, slots=True, eq=False)
class ModelStatus:
    """What verifying a model found.

    Attributes:
        card: of the model.
        installed: whether the user installed it (else it came with Familiar).
        problem: None if the model can be used, else a sentence for the user.
    """

    card: ModelCard
    installed: bool
    problem: str | None


class Catalogue:
    """All models this computer knows.

    Args:
        installed: folder of the user's own models; by default in the user's data folder.
        cache: folder of repaired files; by default in the user's cache folder.
    """

    def __init__(self, *, installed: Path | None = None, cache: Path | None = None) -> None:
        self.installed_folder = installed or user_data_path("Familiar", appauthor=False) / "models"
        self.cache_folder = cache or user_cache_path("Familiar", appauthor=False) / "models"

    def cards(self) -> list[ModelCard]:
        """Return every readable card, built-in ones first, each kind by name.

        Raises:
            CardError: a built-in card is wrong. A wrong card of the user's is left out; `broken_cards`
                names it.
        """
        built_in = built_in_names()
        own = [card for card in self._installed_cards() if isinstance(card, ModelCard)]
        return [*_built_in_cards(), *(card for card in own if card.name not in built_in)]

    def broken_cards(self) -> list[str]:
        """Return a sentence for each card in the user's folder that cannot be read."""
        built_in = built_in_names()
        return [
            str(card) if isinstance(card, CardError) else _shadowed(card, self.installed_folder)
            for card in self._installed_cards()
            if isinstance(card, CardError) or card.name in built_in
        ]

    def card(self, name: str) -> ModelCard:
        """Return the card of that name.

        Raises:
            ModelError: there is none.
        """
        for card in self.cards():
            if card.name == name:
                return card
        known = ", ".join(card.name for card in self.cards())
        raise ModelError(f"There is no model named {name}. Known models: {known}.")

    def load(self, card: ModelCard) -> bytes:
        """Return the bytes of a model, verified, and repaired if its card says so.

        Raises:
            ModelError: the package or file is missing, or is not the file the card describes.
        """
        if not card.file.repairs:
            return self._published(card, card.file)
        cached = self._cached_path(card)
        data = _read_cached(cached)
        if data is None:
            try:
                data = repaired(self._published(card, card.file), card.file.repairs)
            except RepairError as error:
                raise ModelError(f"The model {card.name} cannot be repaired: {error}") from error
            _write_cached(cached, data)
        return data

    def session(self, card: ModelCard, options: RuntimeOptions | None = None) -> Session:
        """Load a model, ready to run: its mixed file, if it has one and the processor is quicker with it.

        Raises:
            ModelError: see `load`.
            RuntimeProblemError: onnxruntime cannot run it as asked.
        """
        options = options or RuntimeOptions()
        if card.file.mixed is not None and runs_on(options) is Provider.CPU and multiplies_bytes():
            return Session(self._published(card, card.file.mixed), name=card.name, options=options)
        return Session(self.load(card), name=card.name, options=options)

    def statuses(self) -> Iterator[ModelStatus]:
        """Verify every model: the published file against its hash, and that it loads and answers."""
        for card in self.cards():
            try:
                self._published(card, card.file)
                _try_out(card, self.load(card))
                if card.file.mixed is not None:
                    _try_out(card, self._published(card, card.file.mixed))
                problem = None
            except ModelError as error:
                problem = str(error)
            except RuntimeProblemError as error:
                problem = f"The model {card.name} cannot be used: {error}.{_remedy(card)}"
            yield ModelStatus(card, self._is_installed(card), problem)

    def install(self, model: Path, card_file: Path) -> ModelCard:
        """Copy a model and its card into the user's folder, after trying it.

        Args:
            model: any ONNX file.
            card_file: its card. `[file] path` and `sha256` must describe `model`. The file of [file.mixed],
                if there is one, lies beside `model`.

        Raises:
            ModelError: unreadable, the hash differs, the name is taken by another model, or the network
                does not give what the card says.
            CardError: the card is wrong.
        """
        try:
            data, text = model.read_bytes(), card_file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ModelError(f"The model could not be read: {error}.") from error
        card = parse_card(text, where=str(card_file))
        if card.file.package is not None:
            raise ModelError(
                f"{card_file} names a package. An installed model brings its own file: leave out "
                "'package' and 'version' of [file]."
            )
        if card.name in built_in_names():
            raise ModelError(f"{card.name} is the name of a built-in model. Choose another name.")
        check_model(data, card, where=str(model))
        files = {card.file: data}
        if card.file.mixed is not None:
            files[card.file.mixed] = _mixed_beside(model, card, card.file.mixed)
        try:
            self._copy_in(card, files)
        except (OSError, UnicodeDecodeError) as error:
            raise ModelError(
                f"{card.name} could not be copied to {self.installed_folder}: {error}. Check that there is "
                "space, and that the folder can be written."
            ) from error
        return card

    def _copy_in(self, card: ModelCard, files: dict[FileSource, bytes]) -> None:
        folder = self.installed_folder / card.name
        if folder.exists():
            if (folder / "card.toml").read_text("utf-8") != card.text:
                raise ModelError(f"Another model named {card.name} is installed. Choose another name.")
            for source, data in files.items():
                self._mend(folder, card, source, data)
            return
        self.installed_folder.mkdir(parents=True, exist_ok=True)
        # Filled beside its place and renamed into it, so that a half-installed model is never seen.
        staging = Path(tempfile.mkdtemp(dir=self.installed_folder, prefix=".incoming-"))
        try:
            for source, data in files.items():
                (staging / source.path).write_bytes(data)
            (staging / "card.toml").write_text(card.text, "utf-8")
            staging.rename(folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _mend(self, folder: Path, card: ModelCard, source: FileSource, data: bytes) -> None:
        """Put a file of the model back if it went missing or was damaged since it was installed."""
        try:
            self._published(card, source)
        except ModelError:
            handle, name = tempfile.mkstemp(dir=folder, prefix=".incoming-")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(folder / source.path)

    def _installed_cards(self) -> Iterator[ModelCard | CardError]:
        for file in sorted(self.installed_folder.glob("[!.]*/card.toml")):
            try:
                yield parse_card(file.read_text("utf-8"), where=str(file))
            except (OSError, UnicodeDecodeError) as error:
                yield CardError(f"{file} cannot be read: {error}.")
            except CardError as error:
                yield error

    def _is_installed(self, card: ModelCard) -> bool:
        return card.name not in built_in_names()

    def _published(self, card: ModelCard, source: FileSource) -> bytes:
        path = self._source_path(card, source)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ModelError(f"The model {card.name} cannot be read: {error}.{_remedy(card)}") from error
        _check_hash(card, source, data, str(path))
        return data

    def _source_path(self, card: ModelCard, source: FileSource) -> Traversable:
        if source.package is None and card.name in built_in_names():
            return _BUILT_IN / source.path
        if source.package is None:
            return self.installed_folder / card.name / source.path
        try:
            package = distribution(source.package)
        except PackageNotFoundError as error:
            raise ModelError(
                f"The model {card.name} comes with the package {source.package} "
                f"{source.version}, which is not installed.{_remedy(card)}"
            ) from error
        return Path(str(package.locate_file(source.path)))

    def _cached_path(self, card: ModelCard) -> Path:
        made_of = " ".join((card.file.sha256, *card.file.repairs, str(_REPAIR_VERSION)))
        return self.cache_folder / f"{card.name}-{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.onnx"


def check_model(data: bytes, card: ModelCard, *, where: str) -> None:
    """Check that a file is what its card describes, and that it runs and answers as the card says.

    Args:
        data: the file's bytes.
        card: that describes them.
        where: what to call the file in messages.

    Raises:
        ModelError: the hash differs, or the network does not give what the card says.
    """
    _check_hash(card, card.file, data, where)
    try:
        _try_out(card, repaired(data, card.file.repairs))
    except (RepairError, RuntimeProblemError) as error:
        raise ModelError(f"{where} is not a model that Familiar can run: {error}") from error


def _built_in_cards() -> list[ModelCard]:
    return [parse_card(text, where=name) for name, text in _built_in_texts().items()]


def built_in_names() -> frozenset[str]:
    """Return the names of the models that come with Familiar; each card's file is named after its model."""
    return frozenset(name.removesuffix(".toml") for name in _built_in_texts())


@cache
def _built_in_texts() -> dict[str, str]:
    files = sorted((f for f in _BUILT_IN.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return {file.name: file.read_text("utf-8") for file in files}


def _shadowed(card: ModelCard, folder: Path) -> str:
    return (
        f"The model {card.name} in {folder / card.name} is not used: a model of this name comes with "
        "Familiar by now. Install yours under another name."
    )


def _remedy(card: ModelCard) -> str:
    if card.name in built_in_names() and card.file.package is None:
        return " It is a part of Familiar: install Familiar again."
    if card.file.package is None:
        return " Install the model again with: familiar models install MODEL.onnx CARD.toml"
    return f" Install it with: pip install --force-reinstall {card.file.package}=={card.file.version}"


def _mixed_beside(model: Path, card: ModelCard, source: FileSource) -> bytes:
    """Return the mixed file of a model that is to be installed, checked and tried.

    Raises:
        ModelError: it is missing, is another file, or does not run.
    """
    path = model.with_name(source.path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{path}, which the card of {card.name} names in [file.mixed], could not be read: {error}. Put "
            "it beside the model, or leave [file.mixed] out of the card."
        ) from error
    _check_hash(card, source, data, str(path))
    try:
        _try_out(card, repaired(data, ()))
    except (RepairError, RuntimeProblemError) as error:
        raise ModelError(f"{path} is not a model that Familiar can run: {error}") from error
    return data


def _check_hash(card: ModelCard, source: FileSource, data: bytes, where: str) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != source.sha256:
        raise ModelError(
            f"{where} is not the file that the card of {card.name} describes (SHA-256 is {found}, "
            f"should be {source.sha256}).{_remedy(card)}"
        )


# A cached file is the SHA-256 of what follows (32 bytes), then the model: one file, so that a crash or a
# second process can never leave a model with another one's hash.
def _read_cached(path: Path) -> bytes | None:
    """Return a cached model, or None if there is none or it is damaged (it is then made anew)."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, data = content[:32], content[32:]
    return data if hashlib.sha256(data).digest() == digest else None


def _write_cached(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".repairing-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest())
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise ModelError(
            f"The cache folder {path.parent} cannot be written: {error}. Free some space there, or set "
            "the environment variable XDG_CACHE_HOME to a folder that can be written."
        ) from error


def _try_out(card: ModelCard, data: bytes) -> None:
    """Run a model once on a grey picture and compare its outputs with the card."""
    session = Session(data, name=card.name)
    spec = card.input
    if spec.name not in session.input_names:
        raise RuntimeProblemError(f"it has no input named {spec.name}, only {session.input_names}")
    height, width = (spec.height or 2 * spec.multiple_of), (spec.width or 2 * spec.multiple_of)
    batch = 2 if card.task is Task.RECOGNITION else 1
    grey = np.full((batch, 3, height, width), (spec.low + spec.high) / 2, np.float32)
    outputs = session.run({spec.name: grey})
    if card.recognition is not None:
        expected = (batch, card.recognition.embedding_size)
        shapes = {name: array.shape for name, array in outputs.items()}
        if list(shapes.values()) != [expected]:
            raise RuntimeProblemError(f"its output should be of shape {expected}, it gave {shapes}")
    if card.detection is not None:
        wanted = {f"{kind}_{s}" for kind in ("cls", "obj", "bbox", "kps") for s in card.detection.strides}
        if not wanted <= set(outputs):
            raise RuntimeProblemError(f"it lacks the outputs {sorted(wanted - set(outputs))}")
