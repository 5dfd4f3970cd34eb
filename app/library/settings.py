"""The settings of a library: each declared once, with its type, default and help, and stored as JSON.

Settings of the window (sizes, theme) belong to the desktop and are not here.
"""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.library.tables import Embedding, Model
from app.library.tables import Setting as SettingRow

T = TypeVar("T", str, float)


class UnknownSettingError(LookupError):
    """No setting has this key."""


class SettingValueError(ValueError):
    """A value does not suit its setting."""


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting.

    Attributes:
        key: Its name in the database and on the command line.
        kind: `str` or `float`.
        default: Its value while the user has not set it.
        help: One sentence for the user.
        wrong: Says what is wrong with a value, or None where nothing is.
        begun_with: Reads off a library in which nothing was set what it has used all along; None where it has
            used nothing, or what is the default today.
    """

    key: str
    kind: type[T]
    default: T
    help: str
    wrong: Callable[[T], str | None]
    begun_with: Callable[[Session], T | None] | None = None

    def checked(self, value: object) -> T:
        """Return `value` as this setting's type.

        Args:
            value: An integer is accepted where a float is wanted.

        Raises:
            SettingValueError: It has the wrong type, or is out of range.
        """
        if self.kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, self.kind):
            wanted = "a number" if self.kind is float else "text"
            raise SettingValueError(f"The setting {self.key} must be {wanted}, not {value!r}.")
        complaint = self.wrong(value)
        if complaint is not None:
            raise SettingValueError(f"The setting {self.key} {complaint}, not {value!r}.")
        return value

    def parse(self, text: str) -> T:
        """Read a value that the user typed.

        Raises:
            SettingValueError: It is not a value of this setting.
        """
        if self.kind is str:
            return self.checked(text.strip())
        try:
            return self.checked(float(text))
        except SettingValueError:
            raise
        except ValueError:
            raise SettingValueError(f"The setting {self.key} must be a number, not {text!r}.") from None


def _model_name(value: str) -> str | None:
    return None if value and value == value.strip() and value.isprintable() else "must name a model"


#: Recognisers that were the default once. A library that began with one keeps it until another is selected:
#: all its faces would have to be embedded anew.
FORMER_RECOGNISERS: Final = ("sface-2021dec",)


def _former_recogniser(session: Session) -> str | None:
    name = session.scalar(select(Model.name).join(Embedding, Embedding.model_id == Model.id).limit(1))
    return name if name in FORMER_RECOGNISERS else None


def _offset(value: float) -> str | None:
    return None if math.isfinite(value) and -1 <= value <= 1 else "must be between -1 and 1"


DETECTOR: Final = Setting(
    key="detector",
    kind=str,
    default="yunet-2023mar",
    help="The model that finds faces in photos.",
    wrong=_model_name,
)
RECOGNISER: Final = Setting(
    key="recogniser",
    kind=str,
    default="familiar-1",
    help="The model that tells people apart.",
    wrong=_model_name,
    begun_with=_former_recogniser,
)
STRICTNESS: Final = Setting(
    key="strictness",
    kind=float,
    default=0.0,
    help="How alike faces must be to be grouped, from -1 (larger groups, more mistakes) to 1 (smaller, surer "
    "groups); 0 is what suits the recogniser best.",
    wrong=_offset,
)

READ_NAMES: Final = Setting(
    key="read_names",
    kind=str,
    default="yes",
    help="Whether the names that photo files and sidecars give become people here: yes or no.",
    wrong=lambda value: None if value in {"yes", "no"} else "must be yes or no",
)
KEYWORDS_AS_PEOPLE: Final = Setting(
    key="keywords_as_people",
    kind=str,
    default="People/, 人物/, 인물/",
    help="Which keywords in files are people, with commas between: levels above people (People/), and single "
    "words that are names (Grandma).",
    wrong=lambda value: None if value.isprintable() else "must be one line",
)

VIDEOS: Final = Setting(
    key="videos",
    kind=str,
    default="yes",
    help="Whether videos in the photo folders are looked at for faces: yes or no; with no, those that are "
    "known already stay as they are.",
    wrong=lambda value: None if value in {"yes", "no"} else "must be yes or no",
)

SETTINGS: Final[dict[str, Setting[str] | Setting[float]]] = {
    setting.key: setting
    for setting in (DETECTOR, RECOGNISER, STRICTNESS, READ_NAMES, KEYWORDS_AS_PEOPLE, VIDEOS)
}


def find_setting(key: str) -> Setting[Any]:
    """Return the setting with this key.

    Raises:
        UnknownSettingError: There is none; the message lists the likely or all keys.
    """
    if key in SETTINGS:
        return SETTINGS[key]
    likely = difflib.get_close_matches(key, SETTINGS, n=1)
    hint = f"Did you mean {likely[0]}?" if likely else f"There are: {', '.join(SETTINGS)}."
    raise UnknownSettingError(f"There is no setting {key!r}. {hint}")


def get_setting(session: Session, setting: Setting[T]) -> T:
    """Return the value of a setting in this library.

    Raises:
        SettingValueError: The stored value does not suit the setting.
    """
    row = session.get(SettingRow, setting.key)
    if row is not None:
        return setting.checked(json.loads(row.value))
    used = None if setting.begun_with is None else setting.begun_with(session)
    return setting.default if used is None else used


def set_setting(session: Session, setting: Setting[T], value: T) -> None:
    """Store the value of a setting in this library; `session` is a writing one.

    Raises:
        SettingValueError: The value does not suit the setting; nothing is stored.
    """
    text = json.dumps(setting.checked(value), ensure_ascii=False)
    session.merge(SettingRow(key=setting.key, value=text))
