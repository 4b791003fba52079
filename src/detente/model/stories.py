"""What comes in: the item of a feed or file, and the story it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Section(StrEnum):
    """What kind of text a story is. Only ``NEWS`` and ``OFFICIAL`` make acts."""

    NEWS = "news"
    OFFICIAL = "official"
    OPINION = "opinion"
    SPORT = "sport"
    CULTURE = "culture"
    LIVE = "live"
    QUIZ = "quiz"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as a source gave it; texts may still hold markup."""

    id: str
    url: str
    title: str
    text: str
    published: datetime
    publisher: str
    origin: str
    section: Section | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("an item needs an id")
        if self.published.tzinfo is None:
            raise ValueError("an item's date needs a time zone")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row or entry that was not taken, and why."""

    origin: str
    line: int | None
    reason: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """An item as text: cleaned, dated, placed among its like.

    ``day`` dates the acts the story reports. A near-duplicate takes the day and the cluster of its original, named in
    ``duplicate_of``, so that a wire copy of tomorrow is a report of today's act. ``position`` is the story's place in
    the order of arrival (0 before it is stored).
    """

    id: str
    url: str
    title: str
    text: str
    published: datetime
    day: date
    publisher: str
    origin: str
    language: str
    section: Section
    cluster: str
    duplicate_of: str | None = None
    position: int = 0

    @property
    def makes_acts(self) -> bool:
        """Whether events of this story may count as acts."""
        return self.section in (Section.NEWS, Section.OFFICIAL)


def full_text(title: str, text: str) -> str:
    """The text that quotes of a story are offsets into: title, blank line, body."""
    return f"{title}\n\n{text}"
