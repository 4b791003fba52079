"""How fast the program is, on one core.

    python -m bench.speed code [FILE]

``code`` codes text lines (default: the items of the Kremlin's archive under ../shared, repeated) from text to events.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.common import finish, note, peak_megabytes
from detente.coding import make_coder
from detente.coding.sentences import split_sentences
from detente.model.stories import Section, Story

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "news" / "kremlin-en-1999-2020.jsonl.gz"
_MINIMUM_SECONDS = 10.0


def read_texts(path: Path) -> list[str]:
    """Texts of a file: one a line, or the ``text`` of JSON Lines."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        lines = [line for line in stream if line.strip()]
    if ".jsonl" in path.name:
        rows = (json.loads(line) for line in lines)
        return [f"{row.get('title') or ''}\n{row.get('text') or row.get('description') or ''}" for row in rows]
    return lines


def start_seconds(coder: str) -> float:
    """From nothing to the first event, in a process of its own, less Python's own start."""
    program = (
        "import time; t = time.perf_counter(); from detente.coding import make_coder; from bench.speed import as_story; "
        f"list(make_coder({coder!r}).code([as_story(0, 'Russia accused Ukraine of shelling a town.')])); print(time.perf_counter() - t)"
    )
    runs = [float(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout) for _ in range(3)]
    return sorted(runs)[1]


def as_story(number: int, text: str) -> Story:
    """A text as a story."""
    when = datetime(2016, 1, 1, 12, tzinfo=UTC)
    return Story(str(number), "", "", text, when, when.date(), "", "bench", "en", Section.NEWS, str(number))


def main() -> None:
    """Run a command."""
    parser = argparse.ArgumentParser(prog="bench.speed", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    code = commands.add_parser("code")
    code.add_argument("file", type=Path, nargs="?", default=DEFAULT)
    code.add_argument("--coder", default="default")
    args = parser.parse_args()
    texts = read_texts(args.file)
    sentences, size = sum(len(split_sentences(text)) for text in texts), sum(len(text.encode()) for text in texts)
    note(f"{len(texts)} texts, {sentences} sentences, {size / 1e6:.1f} MB")
    coder = make_coder(args.coder)
    rounds = events = 0
    started = time.perf_counter()
    while (elapsed := time.perf_counter() - started) < _MINIMUM_SECONDS or not rounds:
        events += sum(len(found) for found in coder.code(as_story(n, text) for n, text in enumerate(texts)))
        rounds += 1
    note(f"{rounds} rounds, {events // rounds} events a round")
    finish(
        {
            "sentences_per_second_core": sentences * rounds / elapsed,
            "mb_per_second": size * rounds / elapsed / 1e6,
            "start_seconds": start_seconds(args.coder),
            "peak_mb": peak_megabytes(),
        }
    )


if __name__ == "__main__":
    main()
