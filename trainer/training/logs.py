"""What a run leaves behind to be looked at: a CSV file of its steps, and TensorBoard's."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter


class Log:
    """Rows of numbers by step, in `log.csv` and, where TensorBoard is installed, in `tensorboard/`.

    A run that goes on from a checkpoint overwrites what it had written after it.

    Args:
        folder: of the run; it exists.
        columns: names of all numbers there will be; a row may lack some.
        after: rows of later steps are removed; -1: all rows.

    Raises:
        OSError: the files cannot be written.
    """

    def __init__(self, folder: Path, columns: tuple[str, ...], *, after: int) -> None:
        self._columns = columns
        path = folder / "log.csv"
        kept = [row for row in read_log(path) if row["step"] <= after] if path.exists() else []
        written = path.with_suffix(".new")
        with written.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("step", *columns))
            rows.writerows(_row(kept_row, columns) for kept_row in kept)
        written.replace(path)
        self._file = path.open("a", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)
        self._tensorboard = _tensorboard(folder / "tensorboard", after + 1)

    def write(self, step: int, numbers: Mapping[str, float]) -> None:
        """Write what was measured at a step."""
        self._rows.writerow(_row({"step": step, **numbers}, self._columns))
        if self._tensorboard is not None:
            for name, value in numbers.items():
                self._tensorboard.add_scalar(name, value, step)

    def flush(self) -> None:
        """Bring everything to the disk, as before a checkpoint that counts on it."""
        self._file.flush()
        os.fsync(self._file.fileno())
        if self._tensorboard is not None:
            self._tensorboard.flush()

    def close(self) -> None:
        """End the files."""
        self._file.close()
        if self._tensorboard is not None:
            self._tensorboard.close()


def read_log(path: Path) -> list[dict[str, float]]:
    """Read `log.csv`: one dictionary a row, with the numbers the row has.

    A last line that a crash has cut off is left out.

    Raises:
        ValueError: it is no such file.
        OSError: it cannot be read.
    """
    lines = path.read_text("utf-8").splitlines(keepends=True)
    rows = csv.reader(line for line in lines if line.endswith("\n"))
    heading = next(rows, [])
    try:
        return [
            {name: float(value) for name, value in zip(heading, row, strict=True) if value} for row in rows
        ]
    except ValueError as error:
        raise ValueError(f"{path} is damaged ({error}). Remove it; the run goes on without it.") from error


def _row(numbers: Mapping[str, float], columns: tuple[str, ...]) -> list[str]:
    return [
        str(int(numbers["step"])),
        *(f"{numbers[name]:.7g}" if name in numbers else "" for name in columns),
    ]


def _tensorboard(folder: Path, purge_step: int) -> SummaryWriter | None:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        return None
    return SummaryWriter(str(folder), purge_step=purge_step)
