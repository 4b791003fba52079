r"""The level of a relation: R = (10 (C - X) + k R0) / (C + X + k), with its interval.

C and X are the masses of cooperation and conflict, discounted daily (half-life 45 days for words, 120 for deeds) and divided by
the exposure, so that a louder press does not move the level; k = 5 average acts of a neutral kind, R0 the structural prior.

Where it comes from: take C, X and k as the shapes of three independent Gamma rates. Their shares are Dirichlet(C, X, k), and R
is ten times the expected difference of the first two. The same distribution gives the variance in closed form; the 5-95%
interval is a logit-normal with that mean and variance, so it never leaves -10..10.

Exposure and discount are the discounted Gamma-Poisson filter of West and Harrison, "Bayesian Forecasting and Dynamic Models"
(2nd ed., ch. 10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.model.relations import Band, Level
from detente.relations.acts import TYPES, ActColumns, Floats, Ints

HALF_LIFE_VERBAL = 45.0
HALF_LIFE_MATERIAL = 120.0
NEUTRAL_ACTS = 5.0
MINIMUM_ACTS = 5
RECENT_DAYS = 90
_BLOCK = 64
_Z90 = 1.6448536269514722
_GROUP_OF_TYPE = np.array([2 * kind.quad.conflict + kind.quad.material for kind in TYPES])
_DECAY = 0.5 ** (1.0 / np.array([HALF_LIFE_VERBAL, HALF_LIFE_MATERIAL, HALF_LIFE_VERBAL, HALF_LIFE_MATERIAL]))
BANDS = (
    (4.5, Band.FRIENDLY),
    (2.0, Band.GOOD),
    (-1.5, Band.ORDINARY),
    (-3.5, Band.DISCORD),
    (-6.0, Band.TENSE),
    (-np.inf, Band.CONFRONTATION),
)


def band_of(value: float) -> Band:
    """The word for a level."""
    return next(band for floor, band in BANDS if value >= floor)


@dataclass(frozen=True, slots=True)
class Exposure:
    """How loud the press was, relative to its own past: 1.0 is usual. ``values[i]`` is day ``start + i``; other days count 1."""

    start: int
    values: Floats

    def discounted(self, days: Ints) -> Floats:
        """Discounted mean exposure on each of ``days`` (ascending), for the four groups; shape (days, 4)."""
        if not len(self.values):
            return np.ones((len(days), 4))
        last = max(int(days[-1]) if len(days) else self.start, self.start + len(self.values) - 1)
        history = np.ones((last - self.start + 1, 4))
        state = np.ones(4)
        for i in range(len(history)):
            value = self.values[i] if i < len(self.values) else 1.0
            state = _DECAY * state + (1.0 - _DECAY) * value
            history[i] = state
        return np.where((days >= self.start)[:, None], history[np.maximum(days - self.start, 0)], 1.0)


FLAT = Exposure(0, np.empty(0))


def group_of(types: Ints) -> Ints:
    """Group of each type: 0 verbal cooperation, 1 material cooperation, 2 verbal conflict, 3 material conflict."""
    return _GROUP_OF_TYPE[types]


@dataclass(frozen=True, slots=True)
class PairActs:
    """The acts of one pair, ready to score: day, group, mass and which directions each counts for (a>b, b>a)."""

    day: Ints
    group: Ints
    mass: Floats
    forward: Floats
    backward: Floats

    @classmethod
    def of(cls, acts: ActColumns, rows: Ints, a: str) -> PairActs:
        """Take the rows of a pair; ``a`` is the pair's first state."""
        first = acts.of.states.index(a) if a in acts.of.states else -1
        symmetric = acts.symmetric[rows]
        forward = symmetric | (acts.source[rows] == first)
        return cls(acts.day[rows], group_of(acts.type[rows]), acts.mass[rows], forward.astype(float), (symmetric | ~forward).astype(float))


def discounted_masses(pair: PairActs, day: int, exposure: Exposure = FLAT) -> Floats:
    """Discounted mass of each act on a day, 0 for acts after it; shape (acts,)."""
    age = day - pair.day
    scale = exposure.discounted(np.array([day]))[0]
    return np.where(age >= 0, pair.mass * _DECAY[pair.group] ** np.maximum(age, 0) / scale[pair.group], 0.0)


def _ratio(cooperation: Floats, conflict: Floats, prior: float) -> tuple[Floats, Floats]:
    """Mean and variance of one direction's level."""
    total = cooperation + conflict + NEUTRAL_ACTS
    share = (cooperation - conflict) / total
    variance = ((cooperation + conflict) / total - share**2) / (total + 1.0)
    return 10.0 * share + NEUTRAL_ACTS * prior / total, 100.0 * variance


def _interval(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    unit = np.clip((mean + 10.0) / 20.0, 1e-6, 1.0 - 1e-6)
    spread = np.sqrt(np.maximum(variance, 1e-12)) / 20.0 / (unit * (1.0 - unit))
    logit = np.log(unit / (1.0 - unit))
    low, high = (1.0 / (1.0 + np.exp(-(logit + side * _Z90 * spread))) for side in (-1.0, 1.0))
    return 20.0 * low - 10.0, 20.0 * high - 10.0


@dataclass(frozen=True, slots=True)
class LevelColumns:
    """A pair's level on many days; arrays of one length.

    ``uncapped`` is the level without the ceiling of standing acts, ``forward`` and ``backward`` are the two directions' levels.
    """

    day: Ints
    value: Floats
    uncapped: Floats
    low: Floats
    high: Floats
    forward: Floats
    backward: Floats
    cooperation: Floats
    conflict: Floats
    recent_acts: Ints
    cap: Floats

    def at(self, index: int) -> Level:
        """One day's level as a value."""
        value, cap = float(self.value[index]), float(self.cap[index])
        return Level(
            day=date.fromordinal(int(self.day[index])),
            value=value,
            low=float(self.low[index]),
            high=float(self.high[index]),
            band=band_of(value),
            cooperation=float(self.cooperation[index]),
            conflict=float(self.conflict[index]),
            recent_acts=int(self.recent_acts[index]),
            little_evidence=bool(self.recent_acts[index] < MINIMUM_ACTS),
            cap=None if np.isinf(cap) else cap,
        )


def _states(pair: PairActs, days: Ints) -> Floats:
    """Discounted sums by direction and group on consecutive days; shape (days, 2, 4)."""
    daily = np.zeros((len(days), 2, 4))
    before = np.zeros((2, 4))
    offset = pair.day - days[0]
    for side, counts in enumerate((pair.forward, pair.backward)):
        inside = (offset >= 0) & (offset < len(days))
        np.add.at(daily, (offset[inside], side, pair.group[inside]), pair.mass[inside] * counts[inside])
        early = offset < 0
        np.add.at(before, (side, pair.group[early]), pair.mass[early] * counts[early] * _DECAY[pair.group[early]] ** (-offset[early]))
    return _discount(daily, before)


def _discount(daily: Floats, before: Floats) -> Floats:
    """Running discounted sums of ``daily`` (days, 2, 4), starting from ``before`` (2, 4); a block of days at a time."""
    states = np.empty_like(daily)
    state = before / _DECAY
    ages = np.arange(_BLOCK)[:, None] - np.arange(_BLOCK)[None, :]
    kernel = np.where((ages >= 0)[..., None], _DECAY ** np.maximum(ages, 0)[..., None], 0.0)
    fading = _DECAY ** (np.arange(_BLOCK) + 1)[:, None]
    for start in range(0, len(daily), _BLOCK):
        block = daily[start : start + _BLOCK]
        size = len(block)
        states[start : start + size] = np.einsum("ijg,jsg->isg", kernel[:size, :size], block) + fading[:size, None, :] * state
        state = states[start + size - 1]
    return states


def level_series(pair: PairActs, days: Ints, exposure: Exposure = FLAT, prior: float = 0.0, cap: Floats | None = None) -> LevelColumns:
    """Level of a pair on consecutive days.

    The level of each direction comes from its own acts (symmetric acts count for both); the pair's is their mean. ``prior`` is
    the structural level R0, ``cap`` a ceiling for each day.
    """
    masses = _states(pair, days) / exposure.discounted(days)[:, None, :]
    cooperation, conflict = masses[:, :, 0] + masses[:, :, 1], masses[:, :, 2] + masses[:, :, 3]
    means, variances = _ratio(cooperation, conflict, prior)
    ceiling = np.full(len(days), np.inf) if cap is None else cap
    uncapped = means.mean(axis=1)
    value = np.minimum(uncapped, ceiling)
    low, high = _interval(value, variances.sum(axis=1) / 4.0)
    return LevelColumns(
        day=days,
        value=value,
        uncapped=uncapped,
        low=np.minimum(low, ceiling),
        high=np.minimum(high, ceiling),
        forward=np.minimum(means[:, 0], ceiling),
        backward=np.minimum(means[:, 1], ceiling),
        cooperation=cooperation.mean(axis=1),
        conflict=conflict.mean(axis=1),
        recent_acts=_recent(pair.day, days),
        cap=ceiling,
    )


def _recent(act_days: Ints, days: Ints) -> Ints:
    ordered = np.sort(act_days)
    return np.searchsorted(ordered, days, side="right") - np.searchsorted(ordered, days - RECENT_DAYS, side="right")


def level_without(pair: PairActs, day: int, exposure: Exposure = FLAT, prior: float = 0.0) -> tuple[float, Floats]:
    """The level on a day, and what it would be without each act in turn; exact. Shapes: scalar, (acts,)."""
    mass = discounted_masses(pair, day, exposure)
    conflictual = pair.group >= 2
    values, without = [], []
    for counts in (pair.forward, pair.backward):
        own = mass * counts
        cooperation, conflict = own[~conflictual].sum(), own[conflictual].sum()
        values.append(_ratio(np.array(cooperation), np.array(conflict), prior)[0])
        without.append(_ratio(cooperation - own * ~conflictual, conflict - own * conflictual, prior)[0])
    return float(np.mean(values)), np.mean(without, axis=0)
