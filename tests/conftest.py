"""Fixtures: a clock that stands still, stories and events made by hand, the real inputs where they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from detente.model.events import Event, EventType, LoggedEvent, Status
from detente.model.stories import Item, Section, Story
from detente.service import Monitor

NOW = datetime(2026, 1, 11, 12, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def shared() -> Path:
    """The folder of real inputs; tests that use it are skipped where it is not there."""
    folder = Path(os.environ.get("DETENTE_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    if not (folder / "data").is_dir():
        pytest.skip(f"the real inputs are not at {folder}; set DETENTE_SHARED")
    return folder


def make_event(
    source: str = "RUS",
    target: str = "AZE",
    kind: EventType = EventType.ACCUSE,
    day: date = date(2025, 1, 1),
    story: str = "s1",
    quote: str = "Russia accused Azerbaijan.",
    status: Status = Status.FACT,
    **more: object,
) -> Event:
    values: dict[str, object] = {"confidence": 0.9, "coder": "hand-1", "start": 0, "end": len(quote)} | more
    return Event(story=story, source=source, target=target, type=kind, day=day, quote=quote, status=status, **values)  # type: ignore[arg-type]


def make_logged(event: Event, position: int = 1, publisher: str = "Agency", cluster: str = "c1") -> LoggedEvent:
    return LoggedEvent(event, position, publisher, f"https://example.org/{position}", "A title", cluster, f"{event.day}T12:00:00+00:00")


def make_story(
    identifier: str = "s1", title: str = "A title", text: str = "", day: date = date(2025, 1, 1), publisher: str = "Agency", **more: object
) -> Story:
    when = datetime.combine(day, datetime.min.time(), UTC)
    values: dict[str, object] = {"origin": "test", "language": "en", "section": Section.NEWS, "cluster": identifier} | more
    return Story(identifier, f"https://example.org/{identifier}", title, text, when, day, publisher, **values)  # type: ignore[arg-type]


def make_item(identifier: str, title: str, text: str = "", day: date = date(2025, 1, 1), publisher: str = "Agency") -> Item:
    when = datetime.combine(day, datetime.min.time(), UTC)
    return Item(identifier, f"https://example.org/{identifier}", title, text, when, publisher, "test")


class FakeCoder:
    """Codes a story by looking its id up; written by hand so that tests say which events there are."""

    name = "fake-1"

    def __init__(self, events: dict[str, list[Event]]) -> None:
        self.events = events
        self.seen: list[str] = []

    def code(self, stories: Iterable[Story]) -> Iterator[list[Event]]:
        for story in stories:
            self.seen.append(story.id)
            yield self.events.get(story.id, [])


@pytest.fixture
def open_monitor(tmp_path: Path) -> Iterator[Callable[..., Monitor]]:
    """Opens monitors on one folder, with a standing clock, and closes them."""
    opened: list[Monitor] = []

    def build(events: dict[str, list[Event]] | None = None, folder: Path | None = None) -> Monitor:
        kwargs = {} if events is None else {"coder": lambda: FakeCoder(events)}
        monitor = Monitor(folder or tmp_path / "data", clock=lambda: NOW, **kwargs)  # type: ignore[arg-type]
        opened.append(monitor)
        return monitor

    yield build
    for monitor in opened:
        monitor.close()
