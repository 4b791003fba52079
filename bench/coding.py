"""How well the coder codes.

    python -m bench.coding gold FILE.jsonl [--coder NAME]
    python -m bench.coding predict FILE.jsonl -o OUT.jsonl [--coder NAME]

``gold`` takes lines ``{id, date, text, gold: [{source, target, types, symmetric, background}], optional: [...]}`` and applies the
matching rules of the benchmark: a predicted event matches a gold event of the same pair (unordered if either is symmetric) whose
types hold its type; each gold event matches once; predictions that match an optional event count neither way.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.common import finish, note
from detente.coding import make_coder
from detente.coding.protocol import Coder
from detente.model.events import EventType, Status
from detente.model.stories import Section, Story


@dataclass(frozen=True)
class Predicted:
    """An event as the benchmark's format writes it."""

    source: str
    target: str
    type: str
    confidence: float
    background: bool
    symmetric: bool
    quote: tuple[int, int]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def as_story(row: dict[str, Any]) -> Story:
    """A sentence as a story without a title."""
    when = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
    return Story(str(row["id"]), "", "", row["text"], when, when.date(), "", "bench", "en", Section.NEWS, str(row["id"]))


def predict(coder: Coder, rows: list[dict[str, Any]]) -> list[list[Predicted]]:
    """The events of each line. Negated, alleged and intended events are no acts and are not claimed."""
    shift = 2  # a story's text starts after its empty title and a blank line
    predicted = []
    for events in coder.code(as_story(row) for row in rows):
        predicted.append(
            [
                Predicted(
                    e.source,
                    e.target,
                    e.type.value,
                    e.confidence,
                    e.status is Status.BACKGROUND,
                    e.symmetric,
                    (e.start - shift, e.end - shift),
                )
                for e in events
                if e.status in (Status.FACT, Status.BACKGROUND)
            ]
        )
    return predicted


def _same_pair(event: Predicted, gold: dict[str, Any]) -> bool:
    if event.symmetric or gold.get("symmetric"):
        return {event.source, event.target} == {gold["source"], gold["target"]}
    return (event.source, event.target) == (gold["source"], gold["target"])


def _quads(types: list[str]) -> set[str]:
    return {EventType(name).quad.value for name in types}


def _fits(event: Predicted, gold: dict[str, Any], by: str) -> bool:
    if by == "dyad":
        return {event.source, event.target} == {gold["source"], gold["target"]}
    if by == "quad":
        return _same_pair(event, gold) and EventType(event.type).quad.value in _quads(gold["types"])
    return _same_pair(event, gold) and event.type in gold["types"]


def match(
    events: list[Predicted], gold: list[dict[str, Any]], optional: list[dict[str, Any]], by: str
) -> tuple[list[tuple[Predicted, dict[str, Any]]], list[Predicted], list[dict[str, Any]]]:
    """Matched pairs, false events, missed gold events. ``by`` is ``triple``, ``dyad`` or ``quad``."""
    open_gold, matched, false = list(gold), [], []
    for event in sorted(events, key=lambda e: -e.confidence):
        found = next((g for g in open_gold if _fits(event, g, by)), None)
        if found is not None:
            open_gold.remove(found)
            matched.append((event, found))
        elif not any(_fits(event, o, by) for o in optional):
            false.append(event)
    return matched, false, open_gold


def _f1(hits: int, false: int, missed: int) -> tuple[float, float, float]:
    precision = hits / (hits + false) if hits + false else 0.0
    recall = hits / (hits + missed) if hits + missed else 0.0
    return (2 * precision * recall / (precision + recall) if precision + recall else 0.0), precision, recall


def _unique_dyads(events: list[Any]) -> list[Any]:
    seen: set[frozenset[str]] = set()
    kept = []
    for event in events:
        pair = frozenset((event.source, event.target)) if isinstance(event, Predicted) else frozenset((event["source"], event["target"]))
        if pair not in seen:
            seen.add(pair)
            kept.append(event)
    return kept


def score_gold(rows: list[dict[str, Any]], predicted: list[list[Predicted]]) -> dict[str, Any]:
    """All measures of the ``gold`` command."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    per_type: dict[str, Counter[str]] = defaultdict(Counter)
    empty = claimed_on_empty = background_as_new = 0
    for row, events in zip(rows, predicted, strict=True):
        gold, optional = row["gold"], row.get("optional", [])
        for by in ("triple", "quad", "dyad"):
            ours, theirs = (_unique_dyads(events), _unique_dyads(gold)) if by == "dyad" else (events, gold)
            matched, false, missed = match(ours, theirs, optional, by)
            totals[by].update(hits=len(matched), false=len(false), missed=len(missed))
            if by == "triple":
                for event, _ in matched:
                    per_type[event.type]["hits"] += 1
                for event in false:
                    per_type[event.type]["false"] += 1
                for missing in missed:
                    per_type[missing["types"][0]]["missed"] += 1
                background_as_new += sum(g.get("background", False) and not event.background for event, g in matched)
        if not gold and not optional:
            empty += 1
            claimed_on_empty += len(events)
    triple = _f1(*(totals["triple"][k] for k in ("hits", "false", "missed")))
    return {
        "n": len(rows),
        "triple_f1": triple[0],
        "triple_p": triple[1],
        "triple_r": triple[2],
        "dyad_f1": _f1(*(totals["dyad"][k] for k in ("hits", "false", "missed")))[0],
        "quad_f1": _f1(*(totals["quad"][k] for k in ("hits", "false", "missed")))[0],
        "false_events_per_100_empty": 100.0 * claimed_on_empty / empty if empty else 0.0,
        "background_as_new": background_as_new,
        "per_type": {name: dict(counts) for name, counts in sorted(per_type.items())},
    }


def _write(rows: list[dict[str, Any]], predicted: list[list[Predicted]]) -> Iterator[str]:
    for row, events in zip(rows, predicted, strict=True):
        yield json.dumps({"id": row["id"], "events": [vars(event) for event in events]}, ensure_ascii=False)


def main() -> None:
    """Run a command."""
    parser = argparse.ArgumentParser(prog="bench.coding", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("gold", "predict"):
        command = commands.add_parser(name)
        command.add_argument("file", type=Path)
        command.add_argument("--coder", default="default")
        if name == "predict":
            command.add_argument("-o", "--output", type=Path, required=True)
        else:
            command.add_argument("--errors", action="store_true", help="list each false and missed event on standard error")
    args = parser.parse_args()
    rows = read_lines(args.file)
    coder = make_coder(args.coder)
    note(f"{len(rows)} sentences, coder {coder.name}")
    started = time.perf_counter()
    predicted = predict(coder, rows)
    seconds = time.perf_counter() - started
    if args.command == "predict":
        args.output.write_text("\n".join(_write(rows, predicted)) + "\n", encoding="utf-8")
        finish({"n": len(rows), "sentences_per_second": len(rows) / seconds})
        return
    if args.errors:
        _list_errors(rows, predicted)
    finish(score_gold(rows, predicted))


def _list_errors(rows: list[dict[str, Any]], predicted: list[list[Predicted]]) -> None:
    for row, events in zip(rows, predicted, strict=True):
        _, false, missed = match(events, row["gold"], row.get("optional", []), "triple")
        if false or missed:
            note(row["text"])
            for event in false:
                note(f"   + {event.source}>{event.target} {event.type} {event.confidence:.2f}")
            for gold in missed:
                note(f"   - {gold['source']}>{gold['target']} {'/'.join(gold['types'])}{' bg' if gold.get('background') else ''}")


if __name__ == "__main__":
    main()
