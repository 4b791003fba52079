"""Turns, found online: each day's look back over 3, 7, 14 and 28 days against the year before.

A window gives the alarm when its conflictual (for a recovery: cooperative) mass would be a rare event under an over-dispersed
count model fitted to the trailing year, and its share of all mass has moved the same way (so that a louder press alone raises no
alarm), and the level has moved with it. Nothing after the day is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from detente.model.actors import Dyad
from detente.model.relations import Change, Direction
from detente.relations.acts import Floats, Ints
from detente.relations.level import FLAT, Exposure, LevelColumns, PairActs, level_series
from detente.relations.tails import surprise


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """Thresholds of the scan. Masses count average acts, scores are -log10 of a chance."""

    windows: tuple[int, ...] = (3, 7, 14, 28)
    baseline_days: int = 365
    score: float = 3.0
    minimum_mass: float = 2.0
    minimum_acts: int = 2
    share_move: float = 0.15
    level_move: float = 0.75
    refractory_days: int = 30
    # What a pair without a past is taken to do: this many average acts a day, worth this many days of observation.
    prior_rate: float = 0.01
    prior_days: float = 90.0


DEFAULT = ScanSettings()


@dataclass(frozen=True, slots=True)
class _Daily:
    """Masses of a pair by day, from ``start``: conflict, cooperation, and number of acts of each."""

    conflict: Floats
    cooperation: Floats
    conflict_acts: Floats
    cooperation_acts: Floats


def _daily(pair: PairActs, days: Ints, exposure: Exposure) -> _Daily:
    loudness = exposure.discounted(days)[:, 0]
    offset = pair.day - days[0]
    inside = (offset >= 0) & (offset < len(days))
    sums = []
    for conflictual in (True, False):
        chosen = inside & ((pair.group >= 2) == conflictual)
        sums.append(np.bincount(offset[chosen], pair.mass[chosen], len(days)) / loudness)
        sums.append(np.bincount(offset[chosen], minlength=len(days)).astype(float))
    return _Daily(sums[0], sums[2], sums[1], sums[3])


def _window_sums(values: Floats, window: int) -> Floats:
    total: Floats = np.cumsum(np.r_[np.zeros(window), values])
    return total[window:] - total[:-window]


def _lagged(values: Floats, lag: int) -> Floats:
    shifted: Floats = np.r_[np.zeros(min(lag, len(values))), values[: max(len(values) - lag, 0)]]
    return shifted


def scan_scores(own: Floats, other: Floats, own_acts: Floats, settings: ScanSettings = DEFAULT) -> tuple[Floats, Ints]:
    """Score of each day (the best over the windows) and the window that gave it. Arrays of one length, by day.

    ``own`` is the mass whose rise is looked for, ``other`` its opposite, ``own_acts`` the number of acts behind ``own``.
    """
    best = np.zeros(len(own))
    window_of = np.zeros(len(own), np.int64)
    for window in settings.windows:
        score = _window_scores(own, other, own_acts, window, settings)
        better = score > best
        best[better], window_of[better] = score[better], window
    return best, window_of


def _window_scores(own: Floats, other: Floats, own_acts: Floats, window: int, settings: ScanSettings) -> Floats:
    length = settings.baseline_days
    observed = np.minimum(np.maximum(np.arange(len(own)) + 1 - window, 0), length)
    past_own, past_other = (_lagged(_window_sums(values, length), window) for values in (own, other))
    past_square = _lagged(_window_sums(own**2, length), window)
    days = observed + settings.prior_days
    rate = (past_own + settings.prior_rate * settings.prior_days) / days
    # An average act has mass about 1; bursts within the past year widen the variance further.
    daily_variance = (past_square + settings.prior_rate * settings.prior_days * 2.0) / days
    mean, variance = rate * window, daily_variance * window + (0.35 * rate * window) ** 2
    recent, recent_other = _window_sums(own, window), _window_sums(other, window)
    score = surprise(recent, mean, variance)
    share = recent / (recent + recent_other + 0.5)
    past_share = (past_own + 0.5) / (past_own + past_other + 1.5)
    moved = share - past_share >= np.minimum(settings.share_move, (1.0 - past_share) / 2.0)
    enough = (recent >= settings.minimum_mass) & (_window_sums(own_acts, window) >= settings.minimum_acts)
    return np.where(moved & enough, score, 0.0)


def find_changes(
    dyad: Dyad, pair: PairActs, days: Ints, exposure: Exposure = FLAT, levels: LevelColumns | None = None, settings: ScanSettings = DEFAULT
) -> list[Change]:
    """The turns of a pair over consecutive days, in order."""
    if not len(pair.day):
        return []
    levels = levels or level_series(pair, days, exposure)
    daily = _daily(pair, days, exposure)
    changes = []
    for direction in Direction:
        worse = direction is Direction.DETERIORATED
        own, other = (daily.conflict, daily.cooperation) if worse else (daily.cooperation, daily.conflict)
        acts = daily.conflict_acts if worse else daily.cooperation_acts
        score, window = scan_scores(own, other, acts, settings)
        # Without the ceiling of standing acts: under it a quarrel would not show.
        moves = _level_moves(levels.uncapped, window, -1.0 if worse else 1.0)
        alarms = np.flatnonzero((score >= settings.score) & (moves >= settings.level_move))
        changes += [
            _change(dyad, direction, levels, int(i), int(window[i]), float(score[i])) for i in _thinned(alarms, settings.refractory_days)
        ]
    return sorted(changes, key=lambda change: (change.day, change.direction))


def _level_moves(values: Floats, window: Ints, sign: float) -> Floats:
    before = np.maximum(np.arange(len(values)) - np.maximum(window, 1), 0)
    return sign * (values - values[before])


def _thinned(alarms: npt.NDArray[np.intp], gap: int) -> list[int]:
    kept: list[int] = []
    for alarm in alarms:
        if not kept or alarm - kept[-1] >= gap:
            kept.append(int(alarm))
    return kept


def _change(dyad: Dyad, direction: Direction, levels: LevelColumns, index: int, window: int, score: float) -> Change:
    before = max(index - window, 0)
    return Change(
        dyad=dyad,
        direction=direction,
        day=date.fromordinal(int(levels.day[index])),
        onset=date.fromordinal(int(levels.day[min(before + 1, index)])),
        window=window,
        score=score,
        before=float(levels.value[before]),
        after=float(levels.value[index]),
        trigger=f"{'conflict' if direction is Direction.DETERIORATED else 'cooperation'} over {window} days",
    )
