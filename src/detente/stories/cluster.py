"""Which stories tell the same: near-duplicates, and clusters of different texts on one happening.

Streaming single-pass clustering over a window of days, as in Miranda et al., "Multilingual Clustering of Streaming News"
(EMNLP 2018), reduced to words: each story is a vector of its rarest words, compared by cosine with the stories of the days
around it that share some of them. Word weights come from a static table, so a story's place depends only on the stories that
came before it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

WINDOW_DAYS = 3
SAME_TEXT = 0.82
SAME_HAPPENING = 0.42
_KEY_WORDS = 12
_VECTOR_WORDS = 40
_POSTINGS = 600
_CANDIDATES = 25
_LEAD_CHARACTERS = 700
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_STOP = frozenset(
    """
    the and for that with has have had was were are his her its their they from after over will would could about into than
    but not you your who what when why how this these those been more also said says say new first year years day days week
    people amid his she him out one two
""".split()
)


def words_of(text: str) -> list[str]:
    """Lower-case content words, plural endings off."""
    words = _WORD.findall(text.lower())
    return [word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word for word in words if word not in _STOP]


@cache
def _rarity() -> Mapping[str, float]:
    text = resources.files("detente.stories").joinpath("data", "word_shares.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    next(rows)
    return {word: math.log(10_000 / max(float(share), 1.0)) for word, share in rows}


def story_vector(title: str, text: str) -> dict[str, float]:
    """Unit vector of a story's rarest words; words of the title count double."""
    rarity = _rarity()
    rarest = math.log(10_000 / 2.5)
    weights: dict[str, float] = defaultdict(float)
    for part, factor in ((title, 2.0), (text[:_LEAD_CHARACTERS], 1.0)):
        for word in words_of(part):
            weights[word] += factor * rarity.get(word, rarest)
    damped = {word: math.sqrt(weight * rarity.get(word, rarest)) for word, weight in weights.items()}
    kept = sorted(damped.items(), key=lambda pair: (-pair[1], pair[0]))[:_VECTOR_WORDS]
    norm = math.sqrt(sum(weight * weight for _, weight in kept))
    return {word: weight / norm for word, weight in kept} if norm else {}


@dataclass(frozen=True, slots=True)
class Placed:
    """A story that already has its place: what the index remembers of it."""

    id: str
    day: date
    title: str
    text: str
    cluster: str
    original: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a story belongs. ``day`` is the original's for a near-duplicate."""

    cluster: str
    duplicate_of: str | None
    day: date


class ClusterIndex:
    """The stories of a window of days, by their rare words."""

    def __init__(self) -> None:
        self._stories: list[tuple[Placed, dict[str, float]]] = []
        self._postings: dict[tuple[int, str], deque[int]] = {}
        self._titles: dict[tuple[int, str], int] = {}

    def __len__(self) -> int:
        return len(self._stories)

    def load(self, stories: Iterable[Placed]) -> None:
        """Take in stories that were placed before, in their order of arrival."""
        for story in stories:
            self._remember(story, story_vector(story.title, story.text))

    def place(self, identifier: str, day: date, title: str, text: str) -> Placement:
        """Find a story's place and remember it."""
        vector = story_vector(title, text)
        match, likeness = self._nearest(day, title, vector)
        if match is None or likeness < SAME_HAPPENING:
            placement = Placement(cluster=identifier, duplicate_of=None, day=day)
        elif likeness < SAME_TEXT:
            placement = Placement(cluster=match.cluster, duplicate_of=None, day=day)
        else:
            placement = Placement(cluster=match.cluster, duplicate_of=match.original, day=match.day)
        self._remember(Placed(identifier, placement.day, title, text, placement.cluster, placement.duplicate_of or identifier), vector)
        return placement

    def _remember(self, story: Placed, vector: dict[str, float]) -> None:
        number, ordinal = len(self._stories), story.day.toordinal()
        self._stories.append((story, vector))
        for word in self._keys(vector):
            self._postings.setdefault((ordinal, word), deque(maxlen=_POSTINGS)).append(number)
        self._titles.setdefault((ordinal, _title_key(story.title)), number)

    @staticmethod
    def _keys(vector: dict[str, float]) -> list[str]:
        return list(vector)[:_KEY_WORDS]

    def _nearest(self, day: date, title: str, vector: dict[str, float]) -> tuple[Placed | None, float]:
        ordinals = range(day.toordinal() - WINDOW_DAYS, day.toordinal() + WINDOW_DAYS + 1)
        key = _title_key(title)
        if key.count(" ") >= 3:
            for ordinal in ordinals:
                number = self._titles.get((ordinal, key))
                if number is not None:
                    return self._stories[number][0], 1.0
        overlap: dict[int, float] = defaultdict(float)
        for word in self._keys(vector):
            weight = vector[word]
            for ordinal in ordinals:
                for number in self._postings.get((ordinal, word), ()):
                    overlap[number] += weight
        best: Placed | None = None
        highest = 0.0
        for number in sorted(overlap, key=lambda n: (-overlap[n], n))[:_CANDIDATES]:
            story, other = self._stories[number]
            likeness = sum(weight * other.get(word, 0.0) for word, weight in vector.items())
            if likeness > highest + 1e-12:
                best, highest = story, likeness
        return best, highest


def _title_key(title: str) -> str:
    return " ".join(_WORD.findall(title.lower()))
