"""The ledger of standing acts: ties cut, envoys recalled, sanctions in force. They do not fade; only a reversal ends them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from detente.model.events import Standing
from detente.model.relations import Act, StandingAct
from detente.ontology.standing import standing_kinds
from detente.relations.acts import Floats, Ints

# A standing act caps the level for years: it takes a surer event than an ordinary act, which fades.
MINIMUM_CONFIDENCE = 0.5
# Restoring ties or sending the envoy back ends everything that the quarrel had suspended at that rung.
_ALSO_ENDS = {
    "ties_cut": ("relations_reduced", "ambassador_recalled", "ambassador_expelled", "embassy_closed"),
    "ambassador_expelled": ("ambassador_recalled",),
    "ambassador_recalled": ("ambassador_expelled",),
    "embassy_closed": ("ties_cut",),
    "war": ("blockade",),
}


def standing_acts(acts: Iterable[Act]) -> list[StandingAct]:
    """The ledger of one pair, in order of opening; ``acts`` in order of day.

    A second act of a kind that already stands (same direction) changes nothing. A reversal by either side ends it, since a pair
    restores ties together.
    """
    entries: list[StandingAct] = []
    for act in acts:
        mark = Standing.parse(act.standing)
        if mark is None or mark.kind not in standing_kinds() or act.confidence < MINIMUM_CONFIDENCE:
            continue
        if mark.opens:
            entries.extend(_open(entries, act, mark.kind))
        else:
            ended = (mark.kind, *_ALSO_ENDS.get(mark.kind, ()))
            entries = [_close(entry, act) if entry.kind in ended and entry.closed is None else entry for entry in entries]
    return entries


def _open(entries: list[StandingAct], act: Act, kind: str) -> list[StandingAct]:
    if any(e.kind == kind and e.closed is None and e.source == act.source for e in entries):
        return []
    facts = standing_kinds()[kind]
    return [StandingAct(kind, facts.label, act.source, act.target, act.day, None, facts.cap, act)]


def _close(entry: StandingAct, act: Act) -> StandingAct:
    return StandingAct(entry.kind, entry.label, entry.source, entry.target, entry.opened, act.day, entry.cap, entry.opening, act)


def caps(entries: Iterable[StandingAct], days: Ints) -> Floats:
    """The ceiling on each day: the lowest cap of what stands then, infinity where nothing does."""
    ceiling = np.full(len(days), np.inf)
    for entry in entries:
        stands = days >= entry.opened.toordinal()
        if entry.closed is not None:
            stands &= days < entry.closed.toordinal()
        ceiling[stands] = np.minimum(ceiling[stands], entry.cap)
    return ceiling


def standing_on(entries: Iterable[StandingAct], day: date) -> list[StandingAct]:
    """What stands on a day."""
    return [entry for entry in entries if entry.opened <= day and (entry.closed is None or day < entry.closed)]
