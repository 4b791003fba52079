"""Questions to a snapshot of the log, asked through DuckDB over the snapshot's own list of files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from detente.model.events import Event, EventType, LoggedEvent, Standing, Status
from detente.model.relations import EventKey
from detente.store.log import EVENTS, Snapshot

Array = npt.NDArray[Any]
_NUMBERS = ("position", "number", "confidence")
_TEXTS = ("mode", "cluster", "publisher", "theme", "standing")


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of numbers by name; a text column is indexes into ``texts[name]``, where 0 stands for the empty text."""

    numbers: Mapping[str, Array]
    texts: Mapping[str, tuple[str, ...]]


class LogReader:
    """Reads one snapshot; the same snapshot always gives the same answers."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._duck = duckdb.connect(":memory:")
        self._duck.execute("SET enable_progress_bar = false")
        self._duck.execute("SET autoinstall_known_extensions = false")
        self._events = _relation(snapshot.events, EVENTS)

    def close(self) -> None:
        """Let go of the connection."""
        self._duck.close()

    def _query(self, sql: str, parameters: Sequence[object] = ()) -> pa.Table:
        return self._duck.sql(sql, params=list(parameters)).to_arrow_table()

    def _active(self) -> str:
        """Rows of the newest pass that covers their story."""
        parts, furthest = [], -1
        for number in sorted(self.snapshot.cursors, reverse=True):
            parts.append(f'("pass" = {number} AND position > {furthest})')
            furthest = max(furthest, self.snapshot.cursors[number])
        return "(" + " OR ".join(parts) + ")" if parts else "false"

    def columns(self, types: Sequence[str], statuses: Sequence[str], states: Iterable[str] = (), until: date | None = None) -> Columns:
        """Events as columns; ``type`` and ``status`` are indexes into the sequences given, ``day`` a proleptic ordinal.

        With ``states``, only events between any state and one of these.
        """
        where, parameters = [self._active()], list[object]()
        wanted = list(states)
        if wanted:
            marks = ", ".join("?" * len(wanted))
            where.append(f"(source IN ({marks}) OR target IN ({marks}))")
            parameters += wanted * 2
        if until is not None:
            where.append("day <= ?")
            parameters.append(until)
        table = self._query(
            f"""SELECT position, number, source, target, type, mode, status, "symmetric", date_diff('day', DATE '0001-01-01', day) + 1 AS day,
                       confidence, cluster, publisher, COALESCE(themes[1], '') AS theme, standing
                FROM {self._events} WHERE {" AND ".join(where)} ORDER BY position, number""",  # noqa: S608
            parameters,
        )
        return _columns(table, tuple(types), tuple(statuses))

    def events(self, keys: Iterable[EventKey]) -> dict[EventKey, LoggedEvent]:
        """The events of these keys, with their sentences."""
        wanted = {(key.position, key.number) for key in keys}
        if not wanted:
            return {}
        positions = sorted({position for position, _ in wanted})
        marks = ", ".join("?" * len(positions))
        table = self._query(f"SELECT * FROM {self._events} WHERE {self._active()} AND position IN ({marks})", positions)  # noqa: S608
        rows = (row for row in table.to_pylist() if (row["position"], row["number"]) in wanted)
        return {EventKey(row["position"], row["number"]): _logged(row) for row in rows}

    def events_of_story(self, story: str) -> dict[EventKey, LoggedEvent]:
        """All events of a story, in order."""
        table = self._query(f"SELECT * FROM {self._events} WHERE {self._active()} AND story = ? ORDER BY number", [story])  # noqa: S608
        return {EventKey(row["position"], row["number"]): _logged(row) for row in table.to_pylist()}

    def count(self) -> int:
        """How many events count."""
        return int(self._query(f"SELECT COUNT(*) AS n FROM {self._events} WHERE {self._active()}")["n"][0].as_py())  # noqa: S608

    def last_day(self) -> date | None:
        """The last day with an event."""
        value = self._query(f"SELECT MAX(day) AS day FROM {self._events} WHERE {self._active()}")["day"][0].as_py()  # noqa: S608
        return value if isinstance(value, date) else None

    def coverage(self) -> tuple[Array, Array, Array, date | None]:
        """Stories by day and publisher: ordinals, publisher indexes, counts; and the last day read."""
        if not self.snapshot.coverage:
            empty = np.empty(0, np.int64)
            return empty, empty, empty, None
        table = self._query(
            f"""SELECT date_diff('day', DATE '0001-01-01', day) + 1 AS day, dense_rank() OVER (ORDER BY publisher) - 1 AS publisher,
                       SUM(stories)::BIGINT AS stories
                FROM read_parquet({list(self.snapshot.coverage)!r}) WHERE upto <= ? GROUP BY day, publisher ORDER BY 1, 2""",  # noqa: S608
            [self.snapshot.cursors.get(1, 0)],
        )
        days = table["day"].to_numpy()
        return days, table["publisher"].to_numpy(), table["stories"].to_numpy(), date.fromordinal(int(days[-1])) if len(days) else None


def _relation(files: Sequence[str], schema: pa.Schema) -> str:
    if files:
        return f"read_parquet({list(files)!r})"
    casts = {"int64": "BIGINT", "int32": "INTEGER", "string": "VARCHAR", "bool": "BOOLEAN", "date32[day]": "DATE", "double": "DOUBLE"}
    columns = ", ".join(f'NULL::{casts.get(str(field.type), "VARCHAR[]")} AS "{field.name}"' for field in schema)
    return f"(SELECT {columns} WHERE false)"


def _columns(table: pa.Table, types: tuple[str, ...], statuses: tuple[str, ...]) -> Columns:
    numbers: dict[str, Array] = {name: table[name].to_numpy() for name in (*_NUMBERS, "day", "symmetric")}
    numbers["type"] = _indexes(table["type"], types)
    numbers["status"] = _indexes(table["status"], statuses)
    texts: dict[str, tuple[str, ...]] = {}
    for name in _TEXTS:
        numbers[name], texts[name] = _encode(table[name], first="")
    both = pa.chunked_array([*table["source"].chunks, *table["target"].chunks], type=pa.string())
    codes, texts["states"] = _encode(both)
    numbers["source"], numbers["target"] = codes[: len(table)], codes[len(table) :]
    return Columns(numbers, texts)


def _encode(column: pa.ChunkedArray, first: str | None = None) -> tuple[Array, tuple[str, ...]]:
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    values = [str(value) for value in encoded.dictionary.to_pylist()]
    order = sorted(set(values) | ({first} if first is not None else set()))
    place = {value: index for index, value in enumerate(order)}
    codes = np.array([place[value] for value in values], dtype=np.int64)
    indexes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return (codes[indexes] if len(values) else indexes), tuple(order)


def _indexes(column: pa.ChunkedArray, vocabulary: tuple[str, ...]) -> Array:
    codes, values = _encode(column)
    place = {value: index for index, value in enumerate(vocabulary)}
    return np.array([place[value] for value in values], dtype=np.int64)[codes] if len(values) else codes


def _logged(row: Mapping[str, Any]) -> LoggedEvent:
    event = Event(
        story=row["story"],
        source=row["source"],
        target=row["target"],
        type=EventType(row["type"]),
        day=row["day"],
        quote=row["quote"],
        start=row["start"],
        end=row["end"],
        status=Status(row["status"]),
        confidence=row["confidence"],
        coder=row["coder"],
        source_role=row["source_role"],
        target_role=row["target_role"],
        direction_confidence=row["direction_confidence"],
        symmetric=row["symmetric"],
        mode=row["mode"],
        contexts=tuple(row["contexts"]),
        themes=tuple(row["themes"]),
        standing=Standing.parse(row["standing"]),
    )
    return LoggedEvent(event, row["position"], row["publisher"], row["url"], row["title"], row["cluster"], row["published"])
