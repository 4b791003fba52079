"""The scan on series made elsewhere: acts counted by dyad and day, or one net number a day.

A net series (as from GDELT, conflict negative) knows no acts: its negative and positive excess over the pair's own running median,
in units of the pair's usual deviation, stand in for conflict and cooperation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.model.events import EventType
from detente.ontology import plover
from detente.relations.acts import AVERAGE_WEIGHT, Floats, Ints
from detente.relations.changes import DEFAULT, ScanSettings, scan_scores

MINIMUM_SCORE = 1.0


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm on the day it is known; ``day`` is a proleptic ordinal, ``direction`` worse or better."""

    day: int
    direction: str
    score: float


def act_alarms(days: Ints, types: npt.NDArray[np.object_], counts: Ints, grid: Ints, settings: ScanSettings = DEFAULT) -> list[Alarm]:
    """Alarms of one pair from its acts. ``types`` are PLOVER types by name (others count nothing), ``grid`` consecutive days."""
    known = {kind.value: plover.weight(kind) for kind in EventType}
    names, inverse = np.unique(types.astype(str), return_inverse=True)
    weights = np.array([known.get(str(name), 0.0) for name in names])[inverse]
    offset = days - grid[0]
    sums = []
    for sign in (-1.0, 1.0):
        chosen = np.sign(weights) == sign
        mass = np.abs(weights[chosen]) * counts[chosen] / AVERAGE_WEIGHT
        sums.append(
            (
                np.bincount(offset[chosen], mass, len(grid)).astype(np.float64),
                np.bincount(offset[chosen], counts[chosen], len(grid)).astype(np.float64),
            )
        )
    return _both_ways(grid, sums[0], sums[1], settings)


def net_alarms(days: Ints, net: Floats, grid: Ints, settings: ScanSettings = DEFAULT) -> list[Alarm]:
    """Alarms of one pair from its daily net number."""
    daily = np.bincount(days - grid[0], net, len(grid)).astype(np.float64)
    scale = _running_scale(daily)
    worse, better = np.maximum(-daily, 0.0) / scale, np.maximum(daily, 0.0) / scale
    return _both_ways(grid, (worse, worse), (better, better), settings)


def _running_scale(values: Floats, window: int = 365, floor: float = 10.0) -> Floats:
    """Mean absolute value over the trailing year, known the day before."""
    total: Floats = np.cumsum(np.r_[0.0, np.abs(values)])
    index = np.arange(len(values))
    begin = np.maximum(index - window, 0)
    scale: Floats = np.maximum((total[index] - total[begin]) / np.maximum(index - begin, 1), floor)
    return scale


def _both_ways(grid: Ints, worse: tuple[Floats, Floats], better: tuple[Floats, Floats], settings: ScanSettings) -> list[Alarm]:
    alarms = []
    for direction, (own, acts), (other, _) in (("worse", worse, better), ("better", better, worse)):
        score, _ = scan_scores(own, other, acts, settings)
        alarms += [Alarm(int(grid[i]), direction, float(score[i])) for i in np.flatnonzero(score >= MINIMUM_SCORE)]
    return alarms
