"""Who did what to whom: the PLOVER event, tied to the words that report it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Quad(StrEnum):
    """The four classes of interaction."""

    VERBAL_COOPERATION = "verbal-cooperation"
    MATERIAL_COOPERATION = "material-cooperation"
    VERBAL_CONFLICT = "verbal-conflict"
    MATERIAL_CONFLICT = "material-conflict"

    @property
    def conflict(self) -> bool:
        """Whether the class is one of the two conflictual ones."""
        return self in (Quad.VERBAL_CONFLICT, Quad.MATERIAL_CONFLICT)

    @property
    def material(self) -> bool:
        """Whether the class is one of the two material ones."""
        return self in (Quad.MATERIAL_COOPERATION, Quad.MATERIAL_CONFLICT)


class EventType(StrEnum):
    """PLOVER's sixteen event types, in the order of its codebook."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"

    @property
    def quad(self) -> Quad:
        """The type's class of interaction."""
        return _QUADS[self]


_QUADS = (
    dict.fromkeys((EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE), Quad.VERBAL_COOPERATION)
    | dict.fromkeys((EventType.COOPERATE, EventType.AID, EventType.RETREAT), Quad.MATERIAL_COOPERATION)
    | dict.fromkeys((EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN), Quad.VERBAL_CONFLICT)
    | dict.fromkeys(
        (EventType.PROTEST, EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT), Quad.MATERIAL_CONFLICT
    )
)


class Status(StrEnum):
    """How the text presents the event."""

    FACT = "fact"
    ALLEGED = "alleged"
    INTENDED = "intended"
    NEGATED = "negated"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Standing:
    """A state of affairs that an act opens or ends (``ambassador_recalled``, ``airspace_closed`` ...)."""

    kind: str
    opens: bool

    def __str__(self) -> str:
        return ("+" if self.opens else "-") + self.kind

    @classmethod
    def parse(cls, text: str) -> Standing | None:
        """Read ``+kind`` or ``-kind``; the empty text is none."""
        if not text:
            return None
        if text[0] not in "+-" or len(text) < 2:
            raise ValueError(f"a standing mark starts with + or -, not {text!r}")
        return cls(text[1:], text[0] == "+")


@dataclass(frozen=True, slots=True)
class Event:
    """One reported interaction between two states, from one sentence of one story.

    ``quote`` is the sentence, at ``start``..``end`` of the story's text (title, blank line, body). For a symmetric event
    ``source`` is the alphabetically first of the two. ``confidence`` and ``direction_confidence`` are probabilities.
    """

    story: str
    source: str
    target: str
    type: EventType
    day: date
    quote: str
    start: int
    end: int
    status: Status
    confidence: float
    coder: str
    source_role: str = "STATE"
    target_role: str = "STATE"
    direction_confidence: float = 1.0
    symmetric: bool = False
    mode: str = ""
    contexts: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    standing: Standing | None = None
    votes: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if self.source == self.target:
            raise ValueError(f"an event needs two different states, not {self.source} twice")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is no probability")
        if self.end - self.start != len(self.quote):
            raise ValueError("the quote does not fit its offsets")


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event as the log keeps it: with the story's publisher, link and cluster."""

    event: Event
    position: int
    publisher: str
    url: str
    title: str
    cluster: str
    published: str
