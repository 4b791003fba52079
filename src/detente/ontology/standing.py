"""The kinds of standing acts: states of affairs that last until they are reversed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.ontology.tables import read_table


@dataclass(frozen=True, slots=True)
class StandingKind:
    """A kind of standing act. While one stands, the level of the pair is at most ``cap``."""

    kind: str
    label: str
    cap: float
    theme: str


@cache
def standing_kinds() -> dict[str, StandingKind]:
    """All kinds, by name."""
    rows = read_table("detente.ontology", "standing.tsv", ("kind", "label", "cap", "theme"))
    return {row["kind"]: StandingKind(row["kind"], row["label"], float(row["cap"]), row["theme"]) for row in rows}
