"""Reading the package's own tab-separated tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources

from detente.model.errors import DataFileError

REINSTALL = "The package's files are damaged: reinstall detente."


@dataclass(frozen=True, slots=True)
class Validity:
    """A half-open span of days on which a fact holds; ``None`` leaves a side open."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: Validity) -> bool:
        """Whether some day lies in both spans."""
        starts_before_other_ends = self.start is None or other.end is None or self.start < other.end
        ends_after_other_starts = self.end is None or other.start is None or other.start < self.end
        return starts_before_other_ends and ends_after_other_starts


def read_table(package: str, name: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the rows of a table as dictionaries.

    Raises:
        DataFileError: the header is not ``columns``, or a row has another number of fields.
    """
    text = resources.files(package).joinpath("data", *name.split("/")).read_text(encoding="utf-8")
    header: tuple[str, ...] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if header is None:
            header = tuple(fields)
            if header != columns:
                raise DataFileError(f"{name}: columns {header}, expected {columns}", REINSTALL)
            continue
        if len(fields) != len(columns):
            raise DataFileError(f"{name}:{number}: {len(fields)} fields, expected {len(columns)}", REINSTALL)
        yield dict(zip(columns, fields, strict=True))


def read_validity(row: dict[str, str]) -> Validity:
    """Read a row's ``from`` and ``to``."""
    return Validity(_date(row["from"]), _date(row["to"]))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
