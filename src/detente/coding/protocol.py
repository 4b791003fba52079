"""What a coder is: stories in, events out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from detente.model.events import Event
from detente.model.stories import Story


class Coder(Protocol):
    """Codes stories. ``name`` carries the version: it is written on every event."""

    name: str

    def code(self, stories: Iterable[Story]) -> Iterator[list[Event]]:
        """Yield the events of each story, in the order of the stories; a story without events gives an empty list."""
        ...
