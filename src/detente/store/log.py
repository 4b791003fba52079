"""The event log: an append-only Delta Lake table, and beside it the coverage table (how much each publisher printed).

Exactly once: every append carries an application transaction with the position of the last story it covers. The position
stands in the same commit as the rows, so after a crash the cursor and the rows agree, and of two coders that race over the
same stories one is refused by the commit protocol and starts again from the new cursor.

A second coding of old stories is a new *pass*: its rows are appended, and a story's rows of an earlier pass count only where no
later pass has come by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from detente.model.errors import StoreError, VersionNotFoundError
from detente.model.events import LoggedEvent

EVENTS = pa.schema(
    [
        ("position", pa.int64()),
        ("number", pa.int32()),
        ("pass", pa.int32()),
        ("story", pa.string()),
        ("source", pa.string()),
        ("target", pa.string()),
        ("source_role", pa.string()),
        ("target_role", pa.string()),
        ("type", pa.string()),
        ("mode", pa.string()),
        ("status", pa.string()),
        ("symmetric", pa.bool_()),
        ("day", pa.date32()),
        ("quote", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("confidence", pa.float64()),
        ("direction_confidence", pa.float64()),
        ("contexts", pa.list_(pa.string())),
        ("themes", pa.list_(pa.string())),
        ("standing", pa.string()),
        ("coder", pa.string()),
        ("publisher", pa.string()),
        ("url", pa.string()),
        ("title", pa.string()),
        ("cluster", pa.string()),
        ("published", pa.string()),
    ]
)
COVERAGE = pa.schema([("upto", pa.int64()), ("day", pa.date32()), ("publisher", pa.string()), ("stories", pa.int64())])
_ATTEMPTS = 8
_COVERAGE_APP = "coverage"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The log at one version: its files, and how far each pass has come (pass -> position)."""

    version: int
    events: tuple[str, ...]
    coverage: tuple[str, ...]
    cursors: Mapping[int, int]

    @property
    def current_pass(self) -> int:
        """The newest pass (1 before anything was coded)."""
        return max(self.cursors, default=1)

    @property
    def cursor(self) -> int:
        """Position of the last story that the newest pass has coded."""
        return self.cursors.get(self.current_pass, 0)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How many stories of a day one publisher printed, among those of one batch."""

    day: date
    publisher: str
    stories: int


class EventLog:
    """The Delta tables of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._events = _open(folder / "events", EVENTS, "Events that were coded from stories")
        self._coverage = _open(folder / "coverage", COVERAGE, "Stories read, by day and publisher")

    def snapshot(self, version: int | None = None) -> Snapshot:
        """The log as it is now, or as it was at a version.

        Raises:
            VersionNotFoundError: there is no such version.
        """
        events = DeltaTable(self._events)
        if version is not None:
            if not 0 <= version <= events.version():
                raise VersionNotFoundError(version, events.version())
            events.load_as_version(version)
        cursors = _cursors(events)
        coverage = DeltaTable(self._coverage)
        return Snapshot(events.version(), tuple(events.file_uris()), tuple(coverage.file_uris()), cursors)

    def append(self, rows: Sequence[tuple[int, LoggedEvent]], upto: int, number: int) -> int:
        """Append the events of the stories up to position ``upto`` to a pass; rows already covered are left out.

        ``rows`` are pairs of the event's number within its story and the event. Returns how many rows went in.
        """
        app = _app(number)
        for _ in range(_ATTEMPTS):
            table = DeltaTable(self._events)
            cursor = table.transaction_version(app) or 0
            if cursor >= upto:
                return 0
            fresh = [(count, logged) for count, logged in rows if logged.position > cursor]
            if _commit(table, _events_table(fresh, number), app, upto):
                return len(fresh)
        raise StoreError("the event log is busy: other writers kept getting in first", "Run the command again.")

    def append_coverage(self, rows: Iterable[tuple[int, CoverageRow]], upto: int) -> None:
        """Append what was read; ``rows`` are pairs of a story's position and its row."""
        pairs = list(rows)
        for _ in range(_ATTEMPTS):
            table = DeltaTable(self._coverage)
            cursor = table.transaction_version(_COVERAGE_APP) or 0
            if cursor >= upto:
                return
            counts: dict[tuple[date, str], int] = {}
            for position, row in pairs:
                if position > cursor:
                    counts[row.day, row.publisher] = counts.get((row.day, row.publisher), 0) + row.stories
            data = [{"upto": upto, "day": day, "publisher": publisher, "stories": n} for (day, publisher), n in sorted(counts.items())]
            if _commit(table, pa.Table.from_pylist(data, schema=COVERAGE), _COVERAGE_APP, upto):
                return
        raise StoreError("the coverage table is busy: other writers kept getting in first", "Run the command again.")

    def compact(self) -> dict[str, Any]:
        """Merge small files and order them by pair and day; readers and older versions are not disturbed."""
        merged: dict[str, Any] = DeltaTable(self._events).optimize.z_order(["source", "target", "day"])
        return merged


def _app(number: int) -> str:
    return f"pass-{number}"


def _cursors(table: DeltaTable) -> dict[int, int]:
    cursors: dict[int, int] = {}
    number = 1
    while (cursor := table.transaction_version(_app(number))) is not None:
        cursors[number] = cursor
        number += 1
    return cursors


def _open(path: Path, schema: pa.Schema, description: str) -> str:
    try:
        if not DeltaTable.is_deltatable(str(path)):
            path.mkdir(parents=True, exist_ok=True)
            DeltaTable.create(str(path), schema=schema, mode="ignore", description=description)
    except (DeltaError, OSError) as error:
        raise StoreError(f"{path}: cannot be used as event log ({error})", "Check the folder, or give another with --data.") from error
    return str(path)


def _commit(table: DeltaTable, data: pa.Table, app: str, upto: int) -> bool:
    """Append under the application's transaction; false when another writer moved the cursor first."""
    try:
        write_deltalake(table, data, mode="append", commit_properties=CommitProperties(app_transactions=[Transaction(app, upto)]))
    except CommitFailedError:
        return False
    except (DeltaError, OSError) as error:
        raise StoreError(
            f"the event log cannot be written ({error})",
            "Free disk space or mend the folder's rights, then run the command again: nothing is lost.",
        ) from error
    return True


def _events_table(rows: Sequence[tuple[int, LoggedEvent]], number: int) -> pa.Table:
    return pa.Table.from_pylist([_event_row(count, logged, number) for count, logged in rows], schema=EVENTS)


def _event_row(count: int, logged: LoggedEvent, number: int) -> dict[str, Any]:
    event = logged.event
    return {
        "position": logged.position,
        "number": count,
        "pass": number,
        "story": event.story,
        "source": event.source,
        "target": event.target,
        "source_role": event.source_role,
        "target_role": event.target_role,
        "type": event.type.value,
        "mode": event.mode,
        "status": event.status.value,
        "symmetric": event.symmetric,
        "day": event.day,
        "quote": event.quote,
        "start": event.start,
        "end": event.end,
        "confidence": event.confidence,
        "direction_confidence": event.direction_confidence,
        "contexts": list(event.contexts),
        "themes": list(event.themes),
        "standing": str(event.standing or ""),
        "coder": event.coder,
        "publisher": logged.publisher,
        "url": logged.url,
        "title": logged.title,
        "cluster": logged.cluster,
        "published": logged.published,
    }
