"""The store: real SQLite, real Delta, real DuckDB; exactly once whatever happens."""

from __future__ import annotations

import multiprocessing
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from detente.model.errors import StoreError, VersionNotFoundError
from detente.model.events import EventType, Status
from detente.model.relations import EventKey
from detente.model.stories import Rejected
from detente.relations.acts import STATUSES, TYPES
from detente.store.log import CoverageRow, EventLog
from detente.store.migrations import migrate, migrations
from detente.store.queries import LogReader
from detente.store.state import StateStore
from tests.conftest import make_event, make_logged, make_story


def rows(*positions: int, publisher: str = "Agency") -> list[tuple[int, object]]:
    return [(0, make_logged(make_event(story=f"s{p}"), position=p, publisher=publisher)) for p in positions]


def count(log: EventLog, version: int | None = None) -> int:
    return LogReader(log.snapshot(version)).count()


def test_migrations_are_numbered_without_gaps_and_run_once(tmp_path: Path) -> None:
    assert [number for number, _, _ in migrations()] == list(range(1, len(migrations()) + 1))
    connection = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)
    assert len(migrate(connection)) == len(migrations())
    assert migrate(connection) == []
    connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreError, match="Upgrade detente"):
        migrate(connection)
    connection.close()


def test_stories_are_stored_once_and_found_again(tmp_path: Path) -> None:
    store = StateStore(tmp_path / "state.sqlite")
    stories = [make_story("a", "Türkiye hosts talks", "Talks in Ankara."), make_story("b", "Rain in Kansas", day=date(2025, 1, 9))]
    rejected = [Rejected("f.jsonl", 3, "no date", "x")]
    assert store.add(stories, rejected) == 2
    assert store.add(stories, rejected) == 0
    assert store.counts() == {"stories": 2, "duplicates": 0, "clusters": 2, "rejected": 1, "last_position": 2}
    assert store.known(["a", "z"]) == {"a"}
    assert [story.id for story in store.after(1, 10)] == ["b"]
    assert [story.id for story in store.between(date(2025, 1, 1), date(2025, 1, 2))] == ["a"]
    assert [story.id for story in store.search("turkiye talks")] == ["a"]
    assert store.search('" OR x') == []
    found = store.get("a")
    assert found is not None
    assert found.title == "Türkiye hosts talks"
    assert found.position == 1
    assert store.rejections() == [("f.jsonl", "no date", 1)]
    assert store.check() == "ok"
    store.close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match=r"state\.sqlite: cannot be used"):
        StateStore(tmp_path / "state.sqlite")


def test_two_processes_may_have_the_state_open(tmp_path: Path) -> None:
    first, second = StateStore(tmp_path / "state.sqlite"), StateStore(tmp_path / "state.sqlite")
    first.add([make_story("a")])
    second.add([make_story("b")])
    assert first.counts()["stories"] == second.counts()["stories"] == 2
    first.close()
    second.close()


def test_an_append_repeated_changes_nothing(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    assert log.append(rows(1, 2, 5), 6, 1) == 3
    assert log.append(rows(1, 2, 5), 6, 1) == 0
    assert log.append(rows(5, 7), 8, 1) == 1
    assert log.snapshot().cursor == 8
    assert count(log) == 4


def test_the_cursor_moves_over_stories_without_events(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    log.append([], 1000, 1)
    assert log.snapshot().cursor == 1000
    assert count(log) == 0
    assert LogReader(log.snapshot()).last_day() is None


def test_versions_answer_as_of_then(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    log.append(rows(1), 1, 1)
    before = log.snapshot().version
    log.append(rows(2, 3), 3, 1)
    log.compact()
    assert count(log) == 3
    assert count(log, before) == 1
    with pytest.raises(VersionNotFoundError, match="no version 99"):
        log.snapshot(99)


def test_a_later_pass_supersedes_as_far_as_it_has_come(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    log.append(rows(1, 2, 3, 4, publisher="old"), 4, 1)
    log.append(rows(1, publisher="new"), 2, 2)
    reader = LogReader(log.snapshot())
    found = reader.events(EventKey(position, 0) for position in (1, 2, 3, 4))
    assert {key.position: logged.publisher for key, logged in found.items()} == {1: "new", 3: "old", 4: "old"}
    assert reader.count() == 3


def test_events_read_back_as_written(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    event = make_event(kind=EventType.SANCTION, mode="expel", contexts=("diplomatic",), themes=("diplomacy",), status=Status.ALLEGED)
    log.append([(2, make_logged(event, position=9))], 9, 1)
    reader = LogReader(log.snapshot())
    assert reader.events([EventKey(9, 2)])[EventKey(9, 2)].event == event
    assert list(reader.events_of_story("s1")) == [EventKey(9, 2)]
    assert reader.last_day() == event.day


def test_columns_of_states(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    other = make_logged(make_event("USA", "CHN"), position=2)
    log.append([*rows(1), (0, other)], 2, 1)
    types, statuses = [t.value for t in TYPES], [s.value for s in STATUSES]
    everything = LogReader(log.snapshot()).columns(types, statuses)
    some = LogReader(log.snapshot()).columns(types, statuses, ["AZE"])
    assert len(everything.numbers["day"]) == 2
    assert len(some.numbers["day"]) == 1
    assert some.texts["states"][some.numbers["target"][0]] == "AZE"
    assert some.numbers["day"][0] == date(2025, 1, 1).toordinal()
    none = LogReader(log.snapshot()).columns(types, statuses, until=date(1999, 1, 1))
    assert len(none.numbers["day"]) == 0


def test_coverage_is_counted_once(tmp_path: Path) -> None:
    log = EventLog(tmp_path)
    day = date(2025, 1, 1)
    batch = [(1, CoverageRow(day, "A", 1)), (2, CoverageRow(day, "A", 1)), (3, CoverageRow(day, "B", 1))]
    log.append_coverage(batch, 3)
    log.append_coverage([*batch, (4, CoverageRow(day, "B", 1))], 4)
    log.append([], 4, 1)
    days, publishers, stories, last = LogReader(log.snapshot()).coverage()
    assert list(zip(publishers, stories, strict=True)) == [(0, 2), (1, 2)]
    assert last == day
    assert set(days) == {day.toordinal()}


def _append_alone(folder: str, publisher: str) -> None:
    log = EventLog(Path(folder))
    for upto in range(1, 9):
        log.append(rows(upto, publisher=publisher), upto, 1)


def test_two_writers_over_the_same_stories_write_them_once(tmp_path: Path) -> None:
    EventLog(tmp_path)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_alone, args=(str(tmp_path), name)) for name in ("A", "B")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert count(EventLog(tmp_path)) == 8


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "events").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be used as event log"):
        EventLog(tmp_path)
