"""The trigger lexicon: words and phrases that report what one state does to another, found in a sentence by a trie of lemmas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from detente.coding.inflect import noun_forms, verb_forms
from detente.model.events import EventType
from detente.ontology.tables import read_table

FILES = ("lexicon_cooperation.tsv", "lexicon_conflict.tsv")
COLUMNS = ("pattern", "pos", "type", "order", "target", "mode", "standing", "strength")
_MAX_GAP = 3
_GAP = "_"


@dataclass(frozen=True, slots=True)
class Entry:
    """A trigger. ``order``: ``so`` the subject or possessor acts, ``os`` it undergoes, ``sym`` both act."""

    pattern: str
    pos: str
    type: EventType
    order: str
    target: frozenset[str]
    mode: str
    standing: str
    strength: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """An entry found at tokens ``start`` to ``end`` (half-open); ``head`` is its first token's form."""

    start: int
    end: int
    entry: Entry


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    gap: _Node | None = None
    entries: list[Entry] = field(default_factory=list)


@cache
def entries() -> tuple[Entry, ...]:
    """All entries of the lexicon."""
    found = []
    for name in FILES:
        for row in read_table("detente.coding", name, COLUMNS):
            found.append(
                Entry(
                    row["pattern"],
                    row["pos"],
                    EventType(row["type"]),
                    row["order"],
                    frozenset(row["target"].split("|")),
                    row["mode"],
                    row["standing"],
                    float(row["strength"]),
                )
            )
    return tuple(found)


class Lexicon:
    """Finds triggers in tokens."""

    def __init__(self, of: Sequence[Entry] | None = None) -> None:
        self._root = _Node()
        self._lemmas: dict[str, set[str]] = {}
        for entry in entries() if of is None else of:
            self._insert(entry)

    def _insert(self, entry: Entry) -> None:
        nodes = [self._root]
        slots = entry.pattern.split()
        for index, slot in enumerate(slots):
            if slot == _GAP:
                for node in nodes:
                    node.gap = node.gap or _Node()
                nodes = [node.gap for node in nodes if node.gap]
                continue
            words = slot.split("|")
            for word in words:
                self._learn(word, verb=(entry.pos in "vh" and index == 0), noun=(index > 0 or entry.pos == "n"))
            nodes = [node.next.setdefault(word, _Node()) for node in nodes for word in words]
        for node in nodes:
            node.entries.append(entry)

    def _learn(self, word: str, verb: bool, noun: bool) -> None:
        forms = {word}
        if verb:
            forms |= verb_forms(word)
        if noun:
            forms |= noun_forms(word)
        for form in forms:
            self._lemmas.setdefault(form, set()).add(word)

    def find(self, tokens: Sequence[str]) -> list[Trigger]:
        """All triggers in lower-case tokens; of several entries of one type at one place the longest."""
        lemmas = [self._lemmas.get(token) for token in tokens]
        found: list[Trigger] = []
        for start, first in enumerate(lemmas):
            if not first:
                continue
            best: dict[EventType, Trigger] = {}
            for end, entry in self._walk(self._root, lemmas, start, start):
                known = best.get(entry.type)
                if known is None or (end, entry.strength) > (known.end, known.entry.strength):
                    best[entry.type] = Trigger(start, end, entry)
            found.extend(best.values())
        return found

    def _walk(self, node: _Node, lemmas: Sequence[set[str] | None], start: int, at: int) -> Iterator[tuple[int, Entry]]:
        for entry in node.entries:
            yield at, entry
        if node.gap is not None:
            for skip in range(_MAX_GAP + 1):
                if at + skip < len(lemmas):
                    yield from self._walk(node.gap, lemmas, start, at + skip)
        if at < len(lemmas):
            for lemma in lemmas[at] or ():
                following = node.next.get(lemma)
                if following is not None:
                    yield from self._walk(following, lemmas, start, at + 1)
