"""How well turns are found.

    python -m bench.changes alarms SERIES.parquet -o ALARMS.csv --start D --end D
    python -m bench.changes score ALARMS.csv --truth T.csv ... --quiet Q.csv ... --start D --end D [--covered C.csv] [--thr X] [--direction D]

``alarms`` takes either acts by dyad and day (columns date, source_iso3, target_iso3, plover, n) or a net series (date, a, b, net) and
writes every alarm with the day it was raised. ``score`` computes recall, placebo recall, lift, delay and false alarms.
"""

from __future__ import annotations

import argparse
import csv
import time
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from bench.changes_score import AlarmScorer, covered_dyads, load_alarms, quiet_dyads, truth_rows
from bench.common import finish, note, peak_megabytes
from detente.model.actors import Dyad
from detente.relations.series import Alarm, act_alarms, net_alarms


def _ordinals(column: np.ndarray) -> np.ndarray:
    return column.astype("datetime64[D]").astype(np.int64) + date(1970, 1, 1).toordinal()


def _alarms(path: Path, start: date, end: date) -> tuple[list[tuple[Dyad, Alarm]], int]:
    table = pq.read_table(path)
    acts = "plover" in table.column_names
    a, b = ("source_iso3", "target_iso3") if acts else ("a", "b")
    days = _ordinals(table["date"].to_numpy())
    first, last = (table[name].to_numpy(zero_copy_only=False).astype(str) for name in (a, b))
    keep = (first != last) & (days <= end.toordinal())
    low, high = np.where(first < last, first, last), np.where(first < last, last, first)
    names, codes = np.unique(np.char.add(np.char.add(low, "-"), high)[keep], return_inverse=True)
    values = (table["plover"].to_numpy(zero_copy_only=False), table["n"].to_numpy()) if acts else (table["net"].to_numpy(),)
    values = tuple(value[keep] for value in values)
    days, order = days[keep], np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(names) + 1))
    first_day = int(days.min())
    found = []
    for number, name in enumerate(names):
        rows = order[bounds[number] : bounds[number + 1]]
        grid = np.arange(first_day, end.toordinal() + 1)
        parts = tuple(value[rows] for value in values)
        raised = act_alarms(days[rows], *parts, grid) if acts else net_alarms(days[rows], *parts, grid)
        found += [(Dyad.parse(str(name)), alarm) for alarm in raised if start.toordinal() <= alarm.day <= end.toordinal()]
        if number % 1000 == 999:
            note(f"{number + 1} of {len(names)} dyads, {len(found)} alarms")
    return found, len(names)


def main() -> None:
    """Run a command."""
    parser = argparse.ArgumentParser(prog="bench.changes", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    alarms = commands.add_parser("alarms")
    alarms.add_argument("series", type=Path)
    alarms.add_argument("-o", "--output", type=Path, required=True)
    score = commands.add_parser("score")
    score.add_argument("alarms", type=Path)
    score.add_argument("--truth", type=Path, nargs="+", required=True)
    score.add_argument("--quiet", type=Path, nargs="+", required=True)
    score.add_argument("--covered", type=Path)
    score.add_argument("--thr", type=float)
    score.add_argument("--direction", choices=("worse", "better"))
    score.add_argument("--detail", action="store_true")
    for command in (alarms, score):
        command.add_argument("--start", type=date.fromisoformat, required=True)
        command.add_argument("--end", type=date.fromisoformat, required=True)
    args = parser.parse_args()
    if args.command == "alarms":
        started = time.perf_counter()
        found, dyads = _alarms(args.series, args.start, args.end)
        with args.output.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(["dyad", "date", "direction", "score"])
            writer.writerows([str(d), date.fromordinal(x.day), x.direction, f"{x.score:.4f}"] for d, x in found)
        finish({"alarms": len(found), "dyads": dyads, "seconds": time.perf_counter() - started, "peak_mb": peak_megabytes()})
        return
    scorer = AlarmScorer(
        load_alarms(args.alarms),
        truth_rows(args.truth),
        quiet_dyads(args.quiet),
        args.start,
        args.end,
        direction=args.direction,
        covered=covered_dyads(args.covered) if args.covered else None,
    )
    if args.thr is not None:
        result, rows = scorer.at(args.thr)
        for row in rows if args.detail else ():
            note(str(row))
        finish(result)
    else:
        finish({f"fa<={target}": best for target, best in scorer.sweep().items()})


if __name__ == "__main__":
    main()
