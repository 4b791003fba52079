"""How a pair gets on: acts, level, standing acts, turns and what drove them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.model.actors import Dyad
from detente.model.events import EventType


class Band(StrEnum):
    """The words for a level."""

    FRIENDLY = "friendly"
    GOOD = "good"
    ORDINARY = "ordinary"
    DISCORD = "discord"
    TENSE = "tense"
    CONFRONTATION = "confrontation"


class Direction(StrEnum):
    """Which way a relation turned."""

    DETERIORATED = "deteriorated"
    IMPROVED = "improved"


@dataclass(frozen=True, slots=True, order=True)
class EventKey:
    """An event's place in the log: its story's position, and its number within the story."""

    position: int
    number: int

    def __str__(self) -> str:
        return f"{self.position}.{self.number}"

    @classmethod
    def parse(cls, text: str) -> EventKey:
        """Read ``12.0``."""
        position, dot, number = text.partition(".")
        if not dot:
            raise ValueError(f"an event is written 12.0, not {text!r}")
        return cls(int(position), int(number))


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done by one state to another on one day, however often it was reported.

    ``weight`` is the PLOVER weight (-10..10); ``mass`` what the act counts in the level: confidence x publishers' factor x
    \\|weight\\| in units of an average act.
    """

    source: str
    target: str
    type: EventType
    mode: str
    day: date
    cluster: str
    symmetric: bool
    confidence: float
    reports: int
    publishers: int
    weight: float
    mass: float
    theme: str
    standing: str
    events: tuple[EventKey, ...]

    @property
    def dyad(self) -> Dyad:
        """The pair."""
        return Dyad(self.source, self.target)


@dataclass(frozen=True, slots=True)
class Level:
    """How a pair (or one direction of it) gets on, on a day: -10 (war) .. 10 (alliance), with its 5-95% interval.

    ``cooperation`` and ``conflict`` are the discounted masses behind it, ``recent_acts`` the acts of the last 90 days.
    ``cap`` is the ceiling that a standing act sets, if one does.
    """

    day: date
    value: float
    low: float
    high: float
    band: Band
    cooperation: float
    conflict: float
    recent_acts: int
    little_evidence: bool
    cap: float | None = None


@dataclass(frozen=True, slots=True)
class StandingAct:
    """A state of affairs that an act opened; ``closed`` is the day it was reversed, if it was."""

    kind: str
    label: str
    source: str
    target: str
    opened: date
    closed: date | None
    cap: float
    opening: Act
    reversal: Act | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A turn in a relation, dated to the day it was known.

    ``onset`` is the first day of the window of ``window`` days that gave the alarm, ``score`` minus log10 of the chance of as
    much mass in such a window of the year before.
    """

    dyad: Dyad
    direction: Direction
    day: date
    onset: date
    window: int
    score: float
    before: float
    after: float
    trigger: str

    @property
    def move(self) -> float:
        """Difference of the level over the window."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one act did to the level: the level with it less the level without it."""

    act: Act
    difference: float


@dataclass(frozen=True, slots=True)
class Driver:
    """Acts of one theme by one initiator, and what they did to the level together. ``share`` is of the whole move."""

    theme: str
    initiator: str
    difference: float
    share: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A change with its drivers, the strongest first, up to 80% of the move. Associated with the turn, not proven its cause."""

    change: Change
    until: date
    level_before: Level
    level_after: Level
    drivers: tuple[Driver, ...]
    explained: float
