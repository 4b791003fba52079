"""What drove a turn: the exact difference that each act makes, grouped by theme and initiator."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import numpy as np

from detente.model.relations import Change, Contribution, Driver, Explanation
from detente.relations.acts import ActColumns, Ints
from detente.relations.level import FLAT, Exposure, LevelColumns, PairActs, level_without

# Acts that follow an alarm within two weeks belong to the same turn.
AFTERMATH_DAYS = 14
SHARE_EXPLAINED = 0.8


def explain_change(
    change: Change,
    acts: ActColumns,
    rows: Ints,
    levels: LevelColumns,
    exposure: Exposure = FLAT,
    prior: float = 0.0,
    through: date | None = None,
) -> Explanation:
    """The drivers of a change: leave-one-act-out differences of the level, strongest first, to 80% of the move.

    The acts asked are those from the change's onset to two weeks after it (or ``through``). ``rows`` are the pair's acts in
    order of day, ``levels`` its level on consecutive days.
    """
    until = min(change.day + timedelta(days=AFTERMATH_DAYS), date.fromordinal(int(levels.day[-1])), through or date.max)
    pair = PairActs.of(acts, rows, change.dyad.a)
    value, without = level_without(pair, until.toordinal(), exposure, prior)
    days = acts.day[rows]
    asked = np.flatnonzero((days >= change.onset.toordinal()) & (days <= until.toordinal()))
    sign = 1.0 if change.after >= change.before else -1.0
    contributions = [Contribution(acts.act(int(rows[i])), float(value - without[i])) for i in asked if sign * (value - without[i]) > 0]
    whole = sum(contribution.difference for contribution in contributions)
    drivers, explained = _group(contributions, whole)
    return Explanation(
        change=change,
        until=until,
        level_before=levels.at(max(change.onset.toordinal() - 1 - int(levels.day[0]), 0)),
        level_after=levels.at(until.toordinal() - int(levels.day[0])),
        drivers=drivers,
        explained=explained,
    )


def _group(contributions: list[Contribution], whole: float) -> tuple[tuple[Driver, ...], float]:
    groups: dict[tuple[str, str], list[Contribution]] = defaultdict(list)
    for contribution in contributions:
        act = contribution.act
        initiator = f"{act.source}-{act.target}" if act.symmetric else act.source
        groups[act.theme, initiator].append(contribution)
    drivers = []
    for (theme, initiator), members in groups.items():
        difference = sum(member.difference for member in members)
        ordered = tuple(sorted(members, key=lambda member: (-abs(member.difference), member.act.day)))
        drivers.append(Driver(theme, initiator, difference, difference / whole, ordered))
    drivers.sort(key=lambda driver: (-abs(driver.difference), driver.theme, driver.initiator))
    kept, explained = [], 0.0
    for driver in drivers:
        if explained >= SHARE_EXPLAINED:
            break
        kept.append(driver)
        explained += driver.share
    return tuple(kept), explained
