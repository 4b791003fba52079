"""The writing half of the service: items in, stories stored, events logged, each exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

from detente.coding import default_coder
from detente.coding.protocol import Coder
from detente.model.events import Event, LoggedEvent
from detente.model.stories import Item, Rejected, Story
from detente.service.reading import Reading
from detente.store.log import CoverageRow, EventLog
from detente.store.queries import LogReader
from detente.store.state import StateStore
from detente.stories.cluster import WINDOW_DAYS, ClusterIndex, Placed
from detente.stories.prepare import prepare_story

IMPORT_BATCH = 500
CODE_BATCH = 1_000
_INDEX_LIMIT = 150_000
Progress = Callable[[int], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. ``rejected`` counts reasons; ``known`` were stored before; ``duplicates`` repeat another story's text."""

    read: int
    new: int
    known: int
    duplicates: int
    rejected: dict[str, int]
    other_languages: int


@dataclass(frozen=True, slots=True)
class CodeReport:
    """What a coding run did."""

    stories: int
    events: int
    coder: str


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


class Monitor:
    """One data folder: state database and event log."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = utc_now, coder: Callable[[], Coder] = default_coder) -> None:
        self.folder = folder
        self.clock = clock
        self._make_coder = coder
        self.state = StateStore(folder / "state.sqlite")
        self.log = EventLog(folder)
        self._reading: Reading | None = None

    def close(self) -> None:
        """Let go of the folder."""
        if self._reading is not None:
            self._reading.close()
        self.state.close()

    def __enter__(self) -> Monitor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def import_items(self, items: Iterable[Item | Rejected], progress: Progress | None = None) -> ImportReport:
        """Store what is new among the items, in batches; what was stored before is passed over, so an import can be repeated."""
        window = _ClusterWindow(self.state)
        counts: Counter[str] = Counter()
        reasons: Counter[str] = Counter()
        for batch in _batches(items, IMPORT_BATCH):
            rejected = [row for row in batch if isinstance(row, Rejected)]
            fresh = self._fresh([row for row in batch if isinstance(row, Item)])
            index = window.around({item.published.date() for item in fresh})
            stories = [prepare_story(item, index) for item in fresh]
            counts["new"] += self.state.add(stories, rejected)
            counts["read"] += len(batch)
            counts["known"] += len(batch) - len(rejected) - len(stories)
            counts["duplicates"] += sum(story.duplicate_of is not None for story in stories)
            counts["other"] += sum(story.language != "en" for story in stories)
            reasons.update(row.reason for row in rejected)
            if progress:
                progress(len(batch))
        return ImportReport(
            counts["read"], counts["new"], counts["known"], counts["duplicates"], dict(reasons.most_common()), counts["other"]
        )

    def _fresh(self, items: list[Item]) -> list[Item]:
        unique = {item.id: item for item in reversed(items)}
        known = self.state.known(unique)
        return [item for item in items if item.id not in known and unique.pop(item.id, None) is not None]

    def code_new(self, progress: Progress | None = None) -> CodeReport:
        """Code the stories that the log's cursor has not passed. Safe to kill at any moment and to run in two processes."""
        coder: Coder | None = None
        stories = events = 0
        while True:
            snapshot = self.log.snapshot()
            batch = self.state.after(snapshot.cursor, CODE_BATCH)
            if not batch:
                return CodeReport(stories, events, coder.name if coder else "")
            coder = coder or self._make_coder()
            upto = batch[-1].position
            coverage = [(story.position, CoverageRow(story.day, story.publisher, 1)) for story in batch if story.makes_acts]
            rows = [pair for story, found in zip(batch, coder.code(batch), strict=True) for pair in _log_rows(story, found)]
            self.log.append_coverage(coverage, upto)
            events += self.log.append(rows, upto, snapshot.current_pass)
            stories += len(batch)
            if progress:
                progress(len(batch))

    def waiting(self) -> int:
        """How many stories wait to be coded."""
        return int(self.state.counts()["last_position"]) - self.log.snapshot().cursor

    def at(self, version: int | None = None) -> Reading:
        """Everything derived from the log, as of now or of a version. The newest reading is kept until the log moves."""
        snapshot = self.log.snapshot(version)
        if self._reading is None or self._reading.snapshot != snapshot:
            reading = Reading(LogReader(snapshot), self.state, self.clock)
            if version is not None:
                return reading
            self._reading = reading
        return self._reading


class _ClusterWindow:
    """Keeps the cluster index loaded for the days around those being imported."""

    def __init__(self, state: StateStore) -> None:
        self._state = state
        self._index = ClusterIndex()
        self._days: set[date] = set()

    def around(self, days: set[date]) -> ClusterIndex:
        """The index with all stored stories of these days and their neighbours."""
        if len(self._index) > _INDEX_LIMIT:
            self._index, self._days = ClusterIndex(), set()
        needed = {day + timedelta(days=shift) for day in days for shift in range(-WINDOW_DAYS, WINDOW_DAYS + 1)}
        for first, last in _runs(needed - self._days):
            self._index.load(_placed(story) for story in self._state.between(first, last))
        self._days |= needed
        return self._index


def _placed(story: Story) -> Placed:
    return Placed(story.id, story.day, story.title, story.text, story.cluster, story.duplicate_of or story.id)


def _runs(days: set[date]) -> Iterator[tuple[date, date]]:
    """Consecutive days as (first, last)."""
    first = last = None
    for day in sorted(days):
        if last is not None and day - last > timedelta(days=1):
            assert first is not None
            yield first, last
            first = day
        first = first or day
        last = day
    if first is not None and last is not None:
        yield first, last


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _log_rows(story: Story, events: list[Event]) -> Iterator[tuple[int, LoggedEvent]]:
    for number, event in enumerate(events):
        yield (
            number,
            LoggedEvent(event, story.position, story.publisher, story.url, story.title, story.cluster, story.published.isoformat()),
        )
