"""How loud the press was: stories a day of a fixed panel of publishers, relative to the year before."""

from __future__ import annotations

import numpy as np

from detente.relations.acts import Ints
from detente.relations.level import FLAT, Exposure

_PANEL_SHARE = 0.5
_WARM_UP_DAYS = 60
_BASELINE_DAYS = 365
_SMOOTH_DAYS = 7
_FLOOR, _CEILING = 0.25, 4.0


def measure_exposure(days: Ints, publishers: Ints, stories: Ints) -> Exposure:
    """Exposure from rows (day, publisher, stories).

    The panel are publishers seen in at least half of all weeks. A day's value is the panel's mean over the last week divided by
    its mean over the last year, held within 1/4 to 4, and 1 for the first 60 days, which have no year to compare with.
    """
    if not len(days):
        return FLAT
    start, end = int(days.min()), int(days.max())
    if end - start < _WARM_UP_DAYS:
        return FLAT
    weeks = (days - start) // 7
    seen = np.unique(np.stack([publishers, weeks]), axis=1)
    panel = np.bincount(seen[0]) >= _PANEL_SHARE * ((end - start) // 7 + 1)
    chosen = panel[publishers]
    if not chosen.any():
        return FLAT
    daily = np.bincount(days[chosen] - start, stories[chosen], end - start + 1)
    total = np.r_[0.0, np.cumsum(daily)]
    index = np.arange(len(daily)) + 1
    recent = (total[index] - total[np.maximum(index - _SMOOTH_DAYS, 0)]) / np.minimum(index, _SMOOTH_DAYS)
    usual = (total[index] - total[np.maximum(index - _BASELINE_DAYS, 0)]) / np.minimum(index, _BASELINE_DAYS)
    ratio = np.clip(recent / np.maximum(usual, 1e-9), _FLOOR, _CEILING)
    ratio[:_WARM_UP_DAYS] = 1.0
    return Exposure(start, ratio)
