"""Who: a state or organisation, in the role in which a text names it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The sector of an actor within its state."""

    GOV = "GOV"
    MIL = "MIL"
    JUD = "JUD"
    LEG = "LEG"
    SPY = "SPY"
    MED = "MED"
    REB = "REB"
    OPP = "OPP"
    CVL = "CVL"
    BUS = "BUS"
    STATE = "STATE"
    IGO = "IGO"


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor's name in a text. ``start`` and ``end`` are offsets into that text, half-open."""

    start: int
    end: int
    text: str
    state: str
    role: Role

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative span: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True, order=True)
class Dyad:
    """An unordered pair of two different actors; ``a`` sorts before ``b``."""

    a: str
    b: str

    def __init__(self, a: str, b: str) -> None:
        if a == b:
            raise ValueError(f"a dyad needs two different states, not {a} twice")
        first, second = sorted((a, b))
        object.__setattr__(self, "a", first)
        object.__setattr__(self, "b", second)

    def __str__(self) -> str:
        return f"{self.a}-{self.b}"

    def other(self, state: str) -> str:
        """Return the state of the pair that is not ``state``."""
        if state == self.a:
            return self.b
        if state == self.b:
            return self.a
        raise ValueError(f"{state} is not of {self}")

    @classmethod
    def parse(cls, text: str) -> Dyad:
        """Read ``AZE-RUS`` (in either order)."""
        a, dash, b = text.partition("-")
        if not dash:
            raise ValueError(f"a pair is written AZE-RUS, not {text!r}")
        return cls(a.upper(), b.upper())
