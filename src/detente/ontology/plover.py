"""PLOVER's event types and modes with their weights, and the map from CAMEO."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.model.events import EventType, Standing
from detente.ontology.tables import read_table

PACKAGE = "detente.ontology"


@cache
def weights() -> dict[tuple[EventType, str], float]:
    """Weight of each type and mode on -10..10; the mode ``""`` is the type at large."""
    rows = read_table(PACKAGE, "plover.tsv", ("type", "mode", "weight"))
    return {(EventType(row["type"]), row["mode"]): float(row["weight"]) for row in rows}


def weight(kind: EventType, mode: str = "") -> float:
    """Weight of an event on -10 (war) .. 10; a mode that is not the type's counts as none."""
    table = weights()
    return table.get((kind, mode), table[kind, ""])


@cache
def modes() -> dict[EventType, tuple[str, ...]]:
    """The modes of each type."""
    return {kind: tuple(mode for of, mode in weights() if of is kind and mode) for kind in EventType}


@cache
def contexts() -> tuple[str, ...]:
    """PLOVER's contexts."""
    return tuple(row["context"] for row in read_table(PACKAGE, "contexts.tsv", ("context",)))


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code read as PLOVER. ``type`` is ``None`` for mere statements, which PLOVER does not code."""

    code: str
    type: EventType | None
    mode: str
    contexts: tuple[str, ...]
    goldstein: float | None
    standing: Standing | None

    @property
    def weight(self) -> float:
        """Détente's weight of the code (0 for a statement)."""
        return 0.0 if self.type is None else weight(self.type, self.mode)


@cache
def cameo_codes() -> dict[str, CameoCode]:
    """All CAMEO codes, with their leading zeros."""
    rows = read_table(PACKAGE, "cameo.tsv", ("code", "type", "mode", "contexts", "goldstein", "standing"))
    return {
        row["code"]: CameoCode(
            code=row["code"],
            type=EventType(row["type"]) if row["type"] else None,
            mode=row["mode"],
            contexts=tuple(filter(None, row["contexts"].split(","))),
            goldstein=float(row["goldstein"]) if row["goldstein"] else None,
            standing=Standing.parse(row["standing"]),
        )
        for row in rows
    }
