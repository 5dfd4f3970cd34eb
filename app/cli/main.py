"""The entry point: runs a command, and turns what can go wrong into a sentence and an exit status."""

from __future__ import annotations

import errno
import logging
import sys
import traceback

import typer

from app.cli import output
from app.cli.commands import app
from app.cli.context import Common, RefusedError, with_remedy
from app.indexing import RootError
from app.library.errors import LibraryError
from app.library.names import PersonNotFoundError
from app.library.settings import SettingValueError, UnknownSettingError
from app.operations import OperationError
from engine.image import ImageError
from engine.memory import lacks_memory
from engine.models import CardError, ModelError
from engine.models.runtime import RuntimeProblemError

#: Exit statuses, as the help of `familiar` lists them.
DONE, BUG, USAGE, REFUSED, ENVIRONMENT, PROBLEMS_FOUND, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

# Wrong usage of every kind; typer exports only this heir, and newer versions hold a click of their own.
_USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
# The user's request does not fit what is there; another request will do.
_REFUSALS = (
    RefusedError,
    RootError,
    OperationError,
    PersonNotFoundError,
    SettingValueError,
    UnknownSettingError,
    ImageError,
)
# Something on this computer is not as it must be.
_ENVIRONMENT = (LibraryError, ModelError, CardError, RuntimeProblemError, OSError)


def main(words: list[str] | None = None) -> int:
    """Run `familiar` with these words, by default those of the command line, and return the exit status."""
    words = sys.argv[1:] if words is None else words
    as_json = "--json" in words[: words.index("--") if "--" in words else None]
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    output.prepare_streams()
    try:
        status = _run(words, as_json=as_json)
        # What the buffer still holds may meet a closed pipe or a full disk; better here than at Python's end.
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough, as `head` has.
        output.drop_output()
        return DONE
    except OSError as error:
        output.drop_output()
        output.note(f"The result could not be written: {error.strerror}.")
        return ENVIRONMENT
    return status


def _run(words: list[str], *, as_json: bool) -> int:
    def fail(status: int, sentence: str) -> int:
        if as_json:
            output.emit_json({"error": {"status": status, "message": sentence}})
        else:
            output.note_lines(sentence)
        return status

    try:
        result = app(args=words or ["--help"], standalone_mode=False, obj=Common(), prog_name="familiar")
    except BrokenPipeError:
        raise
    except SystemExit as end:
        # So typer answers a closed pipe that it sees first.
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        raise
    except (typer.Abort, KeyboardInterrupt):
        return fail(INTERRUPTED, "Stopped. Nothing was lost; run the command again to go on.")
    except _USAGE_ERROR as error:
        return fail(USAGE, _usage(error))
    except _REFUSALS as error:
        return fail(REFUSED, _sentence(error))
    except _ENVIRONMENT as error:
        return fail(ENVIRONMENT, _sentence(error))
    except Exception as error:  # noqa: BLE001 - the last resort: say that it is our fault, and show where
        if lacks_memory(error):
            remedy = "Nothing was lost; close other programs, then run the command again."
            return fail(ENVIRONMENT, f"There is not enough memory. {remedy}")
        return fail(BUG, f"{traceback.format_exc()}\nThis is a fault in Familiar; please report it.")
    return result if isinstance(result, int) else DONE


def _sentence(error: Exception) -> str:
    if isinstance(error, ImageError):
        return error.sentence
    if isinstance(error, PersonNotFoundError) and not error.suggestions:
        return f"{error} Everybody is listed by: familiar people --all"
    if isinstance(error, LibraryError):
        return with_remedy(error)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        remedy = (
            "Free some space" if error.errno == errno.ENOSPC else "Check that it is there and may be used"
        )
        return f"{where}{error.strerror}. {remedy}, then try again."
    return str(error)


def _usage(error: Exception) -> str:
    """Return what is wrong with the words, and where the right ones are listed."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "familiar"
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    end = "" if message.endswith((".", "?")) else "."
    return f"{message}{end} The right words: {command} --help"
