"""Acts from events: the same deed reported fifty times is one act with fifty reports.

An act is (source, target, type, day, story cluster). Only events told as facts make acts; what is alleged, intended, negated
or mentioned as background does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from detente.model.events import EventType, Status
from detente.model.relations import Act, EventKey
from detente.ontology import plover

TYPES = tuple(EventType)
STATUSES = tuple(Status)
# Mean absolute weight of an act: with it, masses count average acts.
AVERAGE_WEIGHT = 4.0
_PUBLISHER_GAIN = 0.3
_PUBLISHER_CEILING = 2.0

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Events as columns of equal length; texts are indexes into the tuples at the end."""

    position: Ints
    number: Ints
    source: Ints
    target: Ints
    type: Ints
    mode: Ints
    status: Ints
    symmetric: npt.NDArray[np.bool_]
    day: Ints
    confidence: Floats
    cluster: Ints
    publisher: Ints
    theme: Ints
    standing: Ints
    states: tuple[str, ...]
    modes: tuple[str, ...]
    clusters: tuple[str, ...]
    themes: tuple[str, ...]
    standings: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.position)


@dataclass(frozen=True, slots=True)
class ActColumns:
    """Acts as columns; ``events`` holds row numbers into the event columns, act ``i``'s at ``first[i]:first[i + 1]``."""

    source: Ints
    target: Ints
    type: Ints
    mode: Ints
    day: Ints
    cluster: Ints
    symmetric: npt.NDArray[np.bool_]
    confidence: Floats
    reports: Ints
    publishers: Ints
    weight: Floats
    mass: Floats
    theme: Ints
    standing: Ints
    first: Ints
    events: Ints
    of: EventColumns

    def __len__(self) -> int:
        return len(self.source)

    def act(self, row: int) -> Act:
        """One act as a value."""
        of = self.of
        rows = self.events[self.first[row] : self.first[row + 1]]
        return Act(
            source=of.states[self.source[row]],
            target=of.states[self.target[row]],
            type=TYPES[self.type[row]],
            mode=of.modes[self.mode[row]],
            day=date.fromordinal(int(self.day[row])),
            cluster=of.clusters[self.cluster[row]],
            symmetric=bool(self.symmetric[row]),
            confidence=float(self.confidence[row]),
            reports=int(self.reports[row]),
            publishers=int(self.publishers[row]),
            weight=float(self.weight[row]),
            mass=float(self.mass[row]),
            theme=of.themes[self.theme[row]],
            standing=of.standings[self.standing[row]],
            events=tuple(EventKey(int(of.position[i]), int(of.number[i])) for i in rows),
        )

    def rows_of(self, a: str, b: str) -> Ints:
        """Rows of one pair, both directions, in order of day."""
        codes = {state: code for code, state in enumerate(self.of.states)}
        if a not in codes or b not in codes:
            return np.empty(0, np.int64)
        x, y = codes[a], codes[b]
        found = np.flatnonzero(((self.source == x) & (self.target == y)) | ((self.source == y) & (self.target == x)))
        return found[np.argsort(self.day[found], kind="stable")]


def _weights(modes: tuple[str, ...]) -> Floats:
    return np.array([[plover.weight(kind, mode) for mode in modes] for kind in TYPES], dtype=np.float64)


def collect_acts(events: EventColumns) -> ActColumns:
    """Group events into acts. The act's mode, theme and standing mark are those of its surest event that has one."""
    usable = np.flatnonzero(events.status == STATUSES.index(Status.FACT))
    keys = np.stack([column[usable] for column in (events.source, events.target, events.type, events.day, events.cluster)])
    surest_last = np.lexsort((events.confidence[usable], *keys[::-1]))
    order, keys = usable[surest_last], keys[:, surest_last]
    starts = np.flatnonzero(np.r_[True, np.any(keys[:, 1:] != keys[:, :-1], axis=0)]) if len(order) else np.empty(0, np.int64)
    first = np.r_[starts, len(order)].astype(np.int64)
    lasts = order[first[1:] - 1]
    group = np.repeat(np.arange(len(starts)), np.diff(first))
    publishers = _distinct(group, events.publisher[order], len(starts))
    mode, theme, standing = (_surest_given(column, order, group, len(starts)) for column in (events.mode, events.theme, events.standing))
    weight = _weights(events.modes)[events.type[lasts], mode] if len(lasts) else np.empty(0)
    factor = np.minimum(1.0 + _PUBLISHER_GAIN * np.log(np.maximum(publishers, 1)), _PUBLISHER_CEILING)
    return ActColumns(
        source=events.source[lasts],
        target=events.target[lasts],
        type=events.type[lasts],
        mode=mode,
        day=events.day[lasts],
        cluster=events.cluster[lasts],
        symmetric=events.symmetric[lasts],
        confidence=events.confidence[lasts],
        reports=np.diff(first),
        publishers=publishers,
        weight=weight,
        mass=events.confidence[lasts] * factor * np.abs(weight) / AVERAGE_WEIGHT,
        theme=theme,
        standing=standing,
        first=first,
        events=order,
        of=events,
    )


def _distinct(group: Ints, values: Ints, groups: int) -> Ints:
    """How many different values each group has."""
    pairs = np.unique(np.stack([group, values]), axis=1) if len(group) else np.empty((2, 0), np.int64)
    return np.bincount(pairs[0], minlength=groups).astype(np.int64)


def _surest_given(column: Ints, order: Ints, group: Ints, groups: int) -> Ints:
    """Per group the value of its surest event that has one (0 stands for none). Within a group the surest event is last."""
    values = np.zeros(groups, np.int64)
    given = column[order] != 0
    values[group[given]] = column[order][given]
    return values
