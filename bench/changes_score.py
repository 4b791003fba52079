"""Scoring of alarms against dated turns: the rules of the benchmark (BENCH.md), on numpy.

An alert is an alarm of a dyad and direction, thinned so that two are at least 30 days apart. A hit is an alert within 7 days before
and 30 days after a listed turn. False alarms are alerts per year on quiet dyads. Lift is recall less the recall at 40 random dates a
turn, on the same dyads and at least 75 days from any listed turn.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

PRE_DAYS, POST_DAYS, GAP_DAYS, PLACEBO_GAP, CLEAR_DAYS, SEED = 7, 30, 30, 75, 60, 7
_EPOCH = date(1970, 1, 1).toordinal()
Days = npt.NDArray[np.int64]


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH


def _norm(dyad: str) -> str:
    return "-".join(sorted(dyad.split("-")))


@dataclass(frozen=True)
class Turn:
    """A listed turn."""

    id: str
    dyad: str
    day: int
    direction: str
    crisis: str


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


def truth_rows(paths: Sequence[Path]) -> list[Turn]:
    """Read lists of dated turns."""
    return [
        Turn(row["id"], _norm(f"{row['iso_a']}-{row['iso_b']}"), _number(date.fromisoformat(row["date"])), row["direction"], row["crisis"])
        for path in paths
        for row in _rows(path)
    ]


def quiet_dyads(paths: Sequence[Path]) -> list[str]:
    """Read lists of quiet pairs."""
    return [_norm(f"{row['iso_a']}-{row['iso_b']}") for path in paths for row in _rows(path)]


def covered_dyads(path: Path) -> set[str]:
    """Read the list of pairs with enough data."""
    return {_norm(row["dyad"]) for row in _rows(path)}


def load_alarms(path: Path) -> list[tuple[str, int, str, float]]:
    """Read alarms as (dyad, day, direction, score)."""
    return [
        (_norm(row["dyad"]), _number(date.fromisoformat(row["date"][:10])), row["direction"], float(row["score"])) for row in _rows(path)
    ]


def _thin(days: Days) -> Days:
    kept: list[int] = []
    for day in days:
        if not kept or day - kept[-1] >= GAP_DAYS:
            kept.append(int(day))
    return np.array(kept, dtype=np.int64)


class AlarmScorer:
    """Scores alarms at any threshold."""

    def __init__(
        self,
        alarms: list[tuple[str, int, str, float]],
        truth: list[Turn],
        quiet: list[str],
        start: date,
        end: date,
        direction: str | None = None,
        covered: set[str] | None = None,
    ) -> None:
        low, high = _number(start), _number(end)
        groups: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        for dyad, day, way, score in alarms:
            if low <= day <= high and direction in (None, way):
                groups[dyad, way].append((day, score))
        self._groups = {key: tuple(np.array(column) for column in zip(*sorted(rows), strict=True)) for key, rows in groups.items()}
        everything: dict[str, list[int]] = defaultdict(list)
        for turn in truth:
            everything[turn.dyad].append(turn.day)
        self._turns = [
            turn
            for turn in truth
            if low <= turn.day <= high and direction in (None, turn.direction) and (covered is None or turn.dyad in covered)
        ]
        self._quiet = {dyad for dyad in quiet if covered is None or dyad in covered}
        self._years = (high - low) / 365.25
        rng = np.random.default_rng(SEED)
        self._placebos = []
        for turn in self._turns:
            dates = rng.integers(low + 30, max(low + 31, high - 30), 400)
            listed = np.array(everything[turn.dyad])
            self._placebos.append(dates[np.abs(dates[:, None] - listed[None]).min(1) > PLACEBO_GAP][:40])
        self._listed = {dyad: np.array(everything[dyad]) for dyad in {turn.dyad for turn in self._turns}}

    def at(self, threshold: float) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
        """Measures at one threshold, and a row for each turn."""
        alerts = {key: _thin(days[scores >= threshold]) for key, (days, scores) in self._groups.items()}
        false = sum(len(days) for key, days in alerts.items() if key[0] in self._quiet)
        elsewhere = sum(
            int((np.abs(days[:, None] - self._listed[key[0]][None]).min(1) > CLEAR_DAYS).sum())
            for key, days in alerts.items()
            if key[0] in self._listed and len(days)
        )
        none = np.empty(0, np.int64)
        delays, crises, placebo, rows = [], dict[str, bool](), [], []
        for turn, dates in zip(self._turns, self._placebos, strict=True):
            days = alerts.get((turn.dyad, turn.direction), none)
            within = days[(days >= turn.day - PRE_DAYS) & (days <= turn.day + POST_DAYS)]
            delay = max(0, int(within.min()) - turn.day) if len(within) else None
            crises[turn.crisis] = crises.get(turn.crisis, False) or delay is not None
            delays += [] if delay is None else [delay]
            rows.append((turn.id, turn.dyad, date.fromordinal(turn.day + _EPOCH).isoformat(), turn.direction, delay))
            if len(dates):
                placebo.append(np.mean([((days >= d - PRE_DAYS) & (days <= d + POST_DAYS)).any() for d in dates]))
        recall = len(delays) / max(1, len(self._turns))
        chance = float(np.mean(placebo)) if placebo else 0.0
        result = {
            "n": len(self._turns),
            "recall": round(recall, 3),
            "placebo": round(chance, 3),
            "lift": round(recall - chance, 3),
            "crisis_recall": round(float(np.mean(list(crises.values()))), 3) if crises else None,
            "median_delay": float(np.median(delays)) if delays else None,
            "p90_delay": float(np.percentile(delays, 90)) if delays else None,
            "fa": round(false / max(1e-9, self._years * len(self._quiet)), 3),
            "alerts_truth": round(elsewhere / max(1e-9, self._years * len(self._listed)), 2),
            "thr": float(threshold),
        }
        return result, rows

    def sweep(self, targets: Sequence[float] = (0.25, 0.5, 1.0, 2.0), points: int = 50) -> dict[float, dict[str, Any] | None]:
        """The threshold with the best lift under each budget of false alarms."""
        scores = np.concatenate([scores for _, scores in self._groups.values()]) if self._groups else np.empty(0)
        if not len(scores):
            return dict.fromkeys(targets)
        steps = np.r_[np.linspace(0, 0.9, points // 2), np.linspace(0.9, 0.9995, points - points // 2)]
        results = [self.at(float(threshold))[0] for threshold in np.unique(np.quantile(scores, steps))]
        return {
            target: max((r for r in results if r["fa"] <= target), key=lambda r: (r["lift"], -r["fa"]), default=None) for target in targets
        }
