"""The worked example, through the ordinary pipeline."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from detente.briefing.markdown import to_markdown
from detente.model.actors import Dyad
from detente.model.relations import Band, Direction
from detente.service import Monitor, Reading
from detente.sources.jsonl import read_jsonl
from tests.conftest import NOW

PAIR, ALLIES = Dyad("AZE", "RUS"), Dyad("AZE", "TUR")
FILES = ("chronicle_aze_rus.jsonl", "chronicle_neighbours.jsonl")


def chronicle() -> list[dict[str, str]]:
    folder = resources.files("detente.demo")
    return [json.loads(line) for name in FILES for line in folder.joinpath(name).read_text(encoding="utf-8").splitlines()]


def build(folder: Path, notes: list[dict[str, str]]) -> Monitor:
    path = folder / "chronicle.jsonl"
    path.write_text("\n".join(json.dumps(note) for note in notes), encoding="utf-8")
    monitor = Monitor(folder / "data", clock=lambda: NOW)
    monitor.import_items(read_jsonl(path, NOW))
    monitor.code_new()
    return monitor


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return build(tmp_path_factory.mktemp("demo"), chronicle()).at()


@pytest.fixture(scope="module")
def briefing(reading: Reading) -> str:
    return to_markdown(reading.brief(PAIR, date(2024, 12, 1)))


def test_the_chronicle_is_what_it_should_be() -> None:
    notes = chronicle()
    assert len(notes) >= 180
    assert len({note["id"] for note in notes}) == len(notes)
    assert all("2024-01-01" <= note["date"] <= "2025-07-31" for note in notes)
    assert all(note["url"].startswith(("https://", "http://")) for note in notes)
    both = [
        note
        for note in notes
        if re.search(r"Azerbaijan|Baku|Aliyev", note["title"] + note["text"])
        and re.search(r"Russia|Moscow|Kremlin|Putin", note["title"] + note["text"])
    ]
    assert len(both) >= 70


@pytest.mark.parametrize(
    "words",
    [
        ["8243|airliner|plane|jet", "December 2024"],
        ["Yekaterinburg", "27 June 2025|28 June 2025"],
        ["Sputnik", "30 June 2025"],
        ["cultural events|concerts", "29 June 2025|28 June 2025"],
    ],
)
def test_the_briefing_names_what_happened_dated_and_sourced(briefing: str, words: list[str]) -> None:
    lines = [line for line in briefing.splitlines() if re.search(r"\[\d+\]$", line)]
    assert any(all(re.search(word, line) for word in words) for line in lines), words


def test_both_sides_accounts_of_the_deaths_are_attributed(briefing: str) -> None:
    azerbaijani = briefing.split("## What the Azerbaijani side says")[1].split("##")[0]
    russian = briefing.split("## What the Russian side says")[1].split("##")[0]
    assert re.search(r"tortur|beat|blow|killing|struck|injur", azerbaijani)
    assert re.search(r"heart failure|lawful|murder|crime|gang", russian)


def test_the_turns(reading: Reading) -> None:
    worse = [change.day for change in reading.relation(PAIR).changes if change.direction is Direction.DETERIORATED]
    assert any(date(2024, 12, 25) <= day <= date(2025, 1, 10) for day in worse)
    assert any(date(2025, 6, 27) <= day <= date(2025, 7, 7) for day in worse)


@pytest.mark.parametrize(
    ("months", "gone", "span"),
    [
        (("2024-12", "2025-01"), "8243", (date(2024, 12, 1), date(2025, 1, 31))),
        (("2025-06", "2025-07"), "Yekaterinburg", (date(2025, 6, 1), date(2025, 7, 31))),
    ],
)
def test_without_the_notes_there_is_nothing_to_tell(tmp_path: Path, months: tuple[str, ...], gone: str, span: tuple[date, date]) -> None:
    notes = [note for note in chronicle() if not note["date"].startswith(months)]
    with build(tmp_path, notes) as monitor:
        reading = monitor.at()
        assert not [change for change in reading.relation(PAIR).changes if span[0] <= change.day <= span[1]]
        sections = reading.brief(PAIR, date(2024, 6, 1)).sections
        turns = [s for s in sections if s.heading.startswith("What drove")]
        assert not any(
            gone in sentence.text and f"{span[0]:%B %Y}" in section.heading for section in turns for sentence in section.sentences
        )


def test_allies_come_out_as_allies(reading: Reading) -> None:
    relation = reading.relation(ALLIES)
    assert relation.level.band is Band.FRIENDLY
    assert not [change for change in relation.changes if change.direction is Direction.DETERIORATED]


def test_quiet_pairs_raise_nothing(reading: Reading) -> None:
    quiet = [("AZE", "KAZ"), ("AZE", "UZB"), ("AZE", "PAK"), ("GEO", "TUR"), ("FRA", "ITA"), ("GBR", "USA"), ("DEU", "FRA")]
    assert [
        change for pair in quiet for change in reading.relation(Dyad(*pair)).changes if change.direction is Direction.DETERIORATED
    ] == []


def test_the_real_stream_puts_the_capture_first(shared: Path, open_monitor: Callable[..., Monitor]) -> None:
    monitor = open_monitor()
    report = monitor.import_items(read_jsonl(shared / "data/news/rss-2026-01.jsonl.gz", NOW))
    assert report.read == 21548
    monitor.code_new()
    reading = monitor.at()
    worse = [change for change in reading.changes(date(2026, 1, 1)) if change.direction is Direction.DETERIORATED]
    assert worse[0].dyad == Dyad("USA", "VEN")
    explanation = reading.explain(worse[0])
    keys = [key for driver in explanation.drivers for c in driver.contributions for key in c.act.events]
    quotes = [item.quote for item in reading.evidence(keys).values() if item.day == date(2026, 1, 3)]
    assert any("Maduro" in quote and re.search(r"captur", quote) for quote in quotes)
