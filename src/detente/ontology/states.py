"""States and organisations: codes, names, and how to find one from what a person typed."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.model.actors import Dyad
from detente.model.errors import UnknownStateError
from detente.ontology.tables import Validity, read_table, read_validity

PACKAGE = "detente.ontology"


@dataclass(frozen=True, slots=True)
class State:
    """An actor code with the names that pages print."""

    code: str
    iso2: str
    kind: str
    name: str
    long_name: str
    region: str
    adjective: str
    validity: Validity


@dataclass(frozen=True, slots=True)
class Name:
    """A surface form that names an actor in text on some days."""

    code: str
    surface: str
    kind: str
    role: str
    validity: Validity
    flags: frozenset[str]


@cache
def names() -> tuple[Name, ...]:
    """All surface forms."""
    rows = read_table(PACKAGE, "names.tsv", ("code", "surface", "kind", "role", "from", "to", "flags"))
    return tuple(
        Name(row["code"], row["surface"], row["kind"], row["role"], read_validity(row), frozenset(filter(None, row["flags"].split(","))))
        for row in rows
    )


@cache
def states() -> dict[str, State]:
    """All states and organisations, by code."""
    adjectives: dict[str, str] = {}
    for name in names():
        if name.kind == "adjective" and name.validity.end is None:
            adjectives.setdefault(name.code, name.surface)
    rows = read_table(PACKAGE, "states.tsv", ("code", "iso2", "kind", "name", "long_name", "region", "from", "to"))
    return {
        row["code"]: State(
            row["code"],
            row["iso2"],
            row["kind"],
            row["name"],
            row["long_name"],
            row["region"],
            adjectives.get(row["code"], row["name"]),
            read_validity(row),
        )
        for row in rows
    }


def state_name(code: str) -> str:
    """The short English name; the code itself where it is unknown."""
    state = states().get(code)
    return state.name if state else code


@cache
def _finder() -> dict[str, str]:
    """Folded names and codes to codes; current names win over former ones."""
    finder: dict[str, str] = {}
    known = states()
    for state in known.values():
        for text in (state.code, state.iso2, state.name, state.long_name):
            if text:
                finder.setdefault(_fold(text), state.code)
    for kinds in (("name",), ("adjective", "people"), ("capital", "seat")):
        for name in sorted(names(), key=lambda n: (n.validity.end is not None, n.surface)):
            if name.kind in kinds:
                finder.setdefault(_fold(name.surface), name.code)
    return finder


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return plain.casefold().replace(".", "").removeprefix("the ").strip()


def resolve_state(text: str) -> str:
    """The code of the state that a person means: code, ISO-2, name, demonym or capital, in any case.

    Raises:
        UnknownStateError: nothing of that name; carries near names.
    """
    finder = _finder()
    folded = _fold(text)
    if folded in finder:
        return finder[folded]
    near = difflib.get_close_matches(folded, finder, n=3, cutoff=0.75)
    raise UnknownStateError(text, tuple(dict.fromkeys(f"{finder[n]} ({state_name(finder[n])})" for n in near)))


def resolve_dyad(*texts: str) -> Dyad:
    """The pair that a person means by two names, or by one text such as ``AZE-RUS``.

    Raises:
        UnknownStateError: one of the names is unknown.
        ValueError: not two different states.
    """
    if len(texts) == 1 and _fold(texts[0]) not in _finder():
        for index, char in enumerate(texts[0]):
            left, right = texts[0][:index], texts[0][index + 1 :]
            if char in "-–>" and _fold(left) in _finder() and _fold(right) in _finder():
                texts = (left, right)
                break
        else:
            texts = tuple(texts[0].split("-", 1))
    if len(texts) != 2:
        raise ValueError(f"a pair is two states, not {' '.join(texts)!r}")
    return Dyad(resolve_state(texts[0]), resolve_state(texts[1]))


def exists(code: str, day: date) -> bool:
    """Whether the actor existed on the day."""
    state = states().get(code)
    return state is not None and day in state.validity
