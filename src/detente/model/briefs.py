"""What may be said, and what it rests on: evidence, claims, and the brief made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.model.actors import Dyad
from detente.model.events import LoggedEvent
from detente.model.relations import Act, EventKey, Explanation, Level, StandingAct
from detente.model.stories import Story, full_text


class ClaimKind(StrEnum):
    """The kinds of things a brief may say."""

    EVENT = "event"
    ATTRIBUTION = "attribution"
    MEASUREMENT = "measurement"
    COMPARISON = "comparison"
    FORECAST = "forecast"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a story of a publisher, at ``start``..``end`` of the story's text; ``digest`` is SHA-256 of the quote.

    ``id`` is the event's key (``12.0``) where an event was coded from the sentence, else ``story@start``.
    """

    id: str
    story: str
    publisher: str
    url: str
    title: str
    day: date
    quote: str
    start: int
    end: int
    digest: str

    @classmethod
    def of(cls, key: EventKey, logged: LoggedEvent) -> Evidence:
        """The evidence that an event of the log rests on."""
        event = logged.event
        return cls(
            str(key),
            event.story,
            logged.publisher,
            logged.url,
            logged.title,
            event.day,
            event.quote,
            event.start,
            event.end,
            digest_of(event.quote),
        )

    @classmethod
    def in_story(cls, story: Story, start: int, end: int) -> Evidence:
        """A sentence of a story from which no event need have been coded."""
        quote = full_text(story.title, story.text)[start:end]
        return cls(f"{story.id}@{start}", story.id, story.publisher, story.url, story.title, story.day, quote, start, end, digest_of(quote))


def digest_of(quote: str) -> str:
    """SHA-256 of a quotation, in hexadecimal."""
    return hashlib.sha256(quote.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement: its kind, the frame that words it, what fills the frame, and what it rests on.

    ``evidence`` lists the ids of the evidence behind it, each of which leads to a sentence. ``method`` names the version of the rules that
    computed it.
    """

    id: str
    kind: ClaimKind
    frame: str
    slots: tuple[tuple[str, str], ...]
    evidence: tuple[str, ...]
    method: str

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"claim {self.id} ({self.frame}) rests on nothing")

    def slot(self, name: str) -> str:
        """The text that fills a slot."""
        return dict(self.slots)[name]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a brief: its words, the claims it states, and the numbers of the sources it cites."""

    text: str
    claims: tuple[str, ...]
    citations: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.claims:
            raise ValueError(f"a sentence without a claim: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its sentences; ``level`` 2 is a section, 3 a part of the section above it."""

    heading: str
    level: int
    sentences: tuple[Sentence, ...]
    bullets: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered source of a brief."""

    number: int
    story: str
    publisher: str
    title: str
    url: str
    day: date


@dataclass(frozen=True, slots=True)
class Statement:
    """What one side is reported to have said."""

    state: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """A third state with acts on both sides of a pair in a span of days."""

    state: str
    with_a: tuple[Act, ...]
    with_b: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class BaseRate:
    """How often something happened in windows of ``horizon`` days: ``hits`` of ``windows`` days from ``since`` to ``until``."""

    what: str
    horizon: int
    hits: int
    windows: int
    since: date
    until: date
    examples: tuple[EventKey, ...]

    @property
    def rate(self) -> float:
        """Share of windows with a hit."""
        return self.hits / self.windows


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a brief on a pair may draw on, computed from the log at one version."""

    dyad: Dyad
    day: date
    since: date
    level: Level
    level_since: Level
    acts: tuple[Act, ...]
    explanations: tuple[Explanation, ...]
    standing: tuple[StandingAct, ...]
    third_parties: tuple[ThirdParty, ...]
    statements: tuple[Statement, ...]
    base_rate: BaseRate | None
    evidence: Mapping[EventKey, Evidence]
    log_version: int


@dataclass(frozen=True, slots=True)
class FooterLink:
    """A link that closes every brief, from the configuration."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A sourced briefing on a pair. ``day`` is the last day of the data, ``log_version`` what it can be recomputed from."""

    dyad: Dyad
    title: str
    day: date
    since: date
    sections: tuple[Section, ...]
    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    sources: tuple[Source, ...]
    tags: tuple[str, ...]
    footer: tuple[FooterLink, ...]
    log_version: int
    method: str
