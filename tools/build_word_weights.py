"""Build ``stories/data/word_shares.tsv``: in what share of news stories a word occurs.

Counts only, over whatever stories are given (JSON Lines, plain or gzip, with ``title`` and ``text`` or ``description``). The
table is static so that two runs over the same stories, one of them interrupted, place every story alike.

    python tools/build_word_weights.py NEWS.jsonl.gz [MORE.jsonl.gz ...]
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from detente.stories.clean import clean_text
from detente.stories.cluster import words_of

TARGET = Path(__file__).resolve().parents[1] / "src" / "detente" / "stories" / "data" / "word_shares.tsv"
HEADER = """\
# In what share of news stories a word occurs, per 10,000; words in fewer than 5 of 10,000 are left out.
# Source: counted by tools/build_word_weights.py over feeds of January 2026 and items of en.kremlin.ru 1999-2020, equally weighted. Licence: CC0-1.0. Version 2026.11.
word\tper_10000
"""


def shares(path: Path) -> tuple[dict[str, float], int]:
    """Return the share of stories each word occurs in, and the number of stories."""
    counts: Counter[str] = Counter()
    total = 0
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            text = clean_text(f"{row.get('title') or ''}\n{row.get('text') or row.get('description') or ''}")
            counts.update(set(words_of(text[:1500])))
            total += 1
    return {word: count / total for word, count in counts.items()}, total


def main() -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="+", type=Path)
    files = parser.parse_args().files
    merged: Counter[str] = Counter()
    for path in files:
        found, total = shares(path)
        print(f"{path.name}: {total} stories, {len(found)} words", file=sys.stderr)
        for word, share in found.items():
            merged[word] += share / len(files) * 10_000
    rows = [f"{word}\t{round(share)}" for word, share in sorted(merged.items()) if share >= 5 and word.isascii()]
    TARGET.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} words kept", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
