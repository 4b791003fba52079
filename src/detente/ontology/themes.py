"""What an event is about: the themes of Détente and the contexts of PLOVER, by words."""

from __future__ import annotations

import re
from functools import cache

from detente.ontology.tables import read_table

_WORD = re.compile(r"[a-zé'-]+")


@cache
def _keywords() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]], list[tuple[str, tuple[str, str]]]]:
    exact: dict[str, tuple[str, str]] = {}
    prefixes: dict[str, tuple[str, str]] = {}
    phrases: list[tuple[str, tuple[str, str]]] = []
    for row in read_table("detente.ontology", "themes.tsv", ("keyword", "theme", "context")):
        word, label = row["keyword"], (row["theme"], row["context"])
        if " " in word:
            phrases.append((" " + word.rstrip("*") + ("" if word.endswith("*") else " "), label))
        elif word.endswith("*"):
            prefixes[word[:-1]] = label
        else:
            exact[word] = label
    return exact, prefixes, phrases


@cache
def themes() -> tuple[str, ...]:
    """The themes, in the order of their first keyword."""
    rows = read_table("detente.ontology", "themes.tsv", ("keyword", "theme", "context"))
    return tuple(dict.fromkeys(row["theme"] for row in rows))


def label(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Themes and contexts of a text, the most voted first.

    A phrase counts twice a word, since it is surer.
    """
    exact, prefixes, phrases = _keywords()
    words = _WORD.findall(text.lower())
    votes: dict[tuple[str, str], int] = {}
    for word in words:
        found = exact.get(word) or _by_prefix(word, prefixes)
        if found:
            votes[found] = votes.get(found, 0) + 1
    joined = " " + " ".join(words) + " "
    for phrase, found in phrases:
        if phrase in joined:
            votes[found] = votes.get(found, 0) + 2
    return _ranked(votes, 0), _ranked(votes, 1)


def _by_prefix(word: str, prefixes: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    for length in range(len(word), 2, -1):
        found = prefixes.get(word[:length])
        if found:
            return found
    return None


def _ranked(votes: dict[tuple[str, str], int], part: int) -> tuple[str, ...]:
    totals: dict[str, int] = {}
    for found, count in votes.items():
        totals[found[part]] = totals.get(found[part], 0) + count
    return tuple(sorted(totals, key=lambda name: (-totals[name], name)))
