"""The service: import, code, read; killed and repeated, nothing is lost and nothing counts twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.model.actors import Dyad
from detente.model.events import EventType
from detente.model.relations import Direction
from detente.service import Monitor
from tests.conftest import NOW, make_event, make_item

DAY = date(2025, 3, 1)
PAIR = Dyad("AZE", "RUS")
Open = Callable[..., Monitor]
SUBJECTS = (
    "gas pipelines railways fisheries vaccines satellites wheat tariffs visas museums reactors copper timber steel tea bridges".split()
)


def quarrel() -> dict[str, list[object]]:
    """A year of talks, then arrests: stories by id with their events, each story of its own words so that none falls on another."""
    events: dict[str, list[object]] = {}
    for n in range(36):
        events[f"talk{n}"] = [make_event("AZE", "RUS", EventType.CONSULT, DAY - timedelta(10 * n + 5), f"talk{n}", symmetric=True)]
    for n in range(8):
        source, target = ("RUS", "AZE") if n % 2 else ("AZE", "RUS")
        events[f"arrest{n}"] = [
            make_event(source, target, EventType.COERCE, DAY + timedelta(n // 3), f"arrest{n}", themes=("arrests and expulsions",))
        ]
    return events


def items_of(events: dict[str, list[object]]) -> list[object]:
    rng = random.Random(5)
    items = []
    for name, found in events.items():
        words = " ".join("".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=8)) for _ in range(12))
        items.append(make_item(name, words, words, day=found[0].day, publisher=f"P{len(name) % 3}"))
    return items


def test_import_then_code_then_read(open_monitor: Open) -> None:
    events = quarrel()
    monitor = open_monitor(events)
    report = monitor.import_items(items_of(events))
    assert (report.read, report.new, report.known) == (44, 44, 0)
    assert monitor.waiting() == 44
    assert monitor.code_new().events == 44
    assert monitor.waiting() == 0
    reading = monitor.at()
    assert reading.last_day == DAY + timedelta(2)
    assert reading.dyads() == [PAIR]
    changes = reading.changes()
    assert [change.direction for change in changes] == [Direction.DETERIORATED]
    explanation = reading.explain(changes[0])
    assert {driver.theme for driver in explanation.drivers} == {"arrests and expulsions"}


def test_everything_repeated_changes_nothing(open_monitor: Open) -> None:
    events = quarrel()
    monitor = open_monitor(events)
    monitor.import_items(items_of(events))
    monitor.code_new()
    before = (monitor.state.counts(), monitor.at().count, monitor.at().snapshot.version)
    again = monitor.import_items(items_of(events))
    assert (again.new, again.known) == (0, 44)
    assert monitor.code_new().stories == 0
    assert (monitor.state.counts(), monitor.at().count, monitor.at().snapshot.version) == before


def test_an_older_version_answers_as_it_did(open_monitor: Open) -> None:
    events = quarrel()
    monitor = open_monitor(events)
    items = items_of(events)
    monitor.import_items(items[:36])
    monitor.code_new()
    then = monitor.at()
    version, level = then.snapshot.version, then.relation(PAIR).level
    monitor.import_items(items[36:])
    monitor.code_new()
    assert monitor.at().relation(PAIR).level != level
    old = monitor.at(version)
    assert old.count == 36
    assert old.relation(PAIR).level.value == pytest.approx(level.value, abs=1e-9)
    old.close()


def test_a_pair_without_acts_has_no_level_to_speak_of(open_monitor: Open) -> None:
    monitor = open_monitor({})
    relation = monitor.at().relation(Dyad("FJI", "PER"))
    assert relation.level.little_evidence
    assert relation.changes == ()
    brief = monitor.at().brief(Dyad("FJI", "PER"), DAY)
    assert brief.claims == ()
    assert "little evidence" in brief.title


def test_a_brief_says_nothing_without_a_claim(open_monitor: Open) -> None:
    events = quarrel()
    monitor = open_monitor(events)
    monitor.import_items(items_of(events))
    monitor.code_new()
    brief = monitor.at().brief(PAIR, DAY - timedelta(200))
    claims = {claim.id: claim for claim in brief.claims}
    evidence = {item.id: item for item in brief.evidence}
    numbers = {source.number for source in brief.sources}
    assert "deteriorated" in brief.title
    for section in brief.sections:
        for sentence in section.sentences:
            assert sentence.claims
            assert all(identifier in evidence for claim in sentence.claims for identifier in claims[claim].evidence)
            assert set(sentence.citations) <= numbers
    assert brief.log_version == monitor.at().snapshot.version


IMPORTER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from detente.service import Monitor
from detente.sources.jsonl import read_jsonl
with Monitor(Path(sys.argv[1])) as monitor:
    monitor.import_items(read_jsonl(Path(sys.argv[2]), datetime(2026, 1, 11, tzinfo=UTC)))
    monitor.code_new()
"""


def news(path: Path, count: int) -> Path:
    pairs = [("Russia", "Ukraine"), ("China", "Japan"), ("France", "Mali"), ("Iran", "Israel"), ("India", "Pakistan")]
    verbs = ["accused", "condemned", "threatened", "met with officials of", "signed an agreement with", "imposed sanctions on", "shelled"]
    rng = random.Random(1)
    rows = []
    for n in range(count):
        (a, b), verb = rng.choice(pairs), rng.choice(verbs)
        topic = f"{rng.choice(SUBJECTS)} {rng.choice(SUBJECTS)} case {n} file {rng.randrange(10**6)}"
        day = DAY + timedelta(n % 60)
        rows.append(
            {
                "id": n,
                "title": f"{a} {verb} {b} over {topic}",
                "text": f"On {day}, {a} {verb} {b}, the ministry said.",
                "date": str(day),
                "publisher": "P",
            }
        )
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def run_import(folder: Path, path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", IMPORTER, str(folder), str(path)], env=os.environ)


def outcome(folder: Path) -> tuple[dict[str, int], int]:
    with Monitor(folder, clock=lambda: NOW) as monitor:
        return monitor.state.counts(), monitor.at().count


def test_killed_at_any_moment_and_run_again_gives_what_an_undisturbed_run_gives(tmp_path: Path) -> None:
    path = news(tmp_path / "news.jsonl", 3000)
    started = time.monotonic()
    assert run_import(tmp_path / "calm", path).wait() == 0
    seconds = time.monotonic() - started
    rng = random.Random(3)
    for _ in range(4):
        victim = run_import(tmp_path / "killed", path)
        time.sleep(seconds * rng.uniform(0.15, 0.9))
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    assert run_import(tmp_path / "killed", path).wait() == 0
    calm, killed = outcome(tmp_path / "calm"), outcome(tmp_path / "killed")
    assert calm == killed
    assert calm[0]["stories"] == 3000
    assert calm[1] > 1000
