"""The structural prior: where the level of a pair rests while nothing is reported."""

from __future__ import annotations

from datetime import date
from functools import cache

from detente.model.actors import Dyad
from detente.ontology.tables import Validity, read_table, read_validity

# Treaties by which an attack on one member is answered by all.
DEFENCE_ORGANISATIONS = ("NAT", "CST")
# Inside the band "good": allies rest there, and it takes acts to make them friends.
ALLIED_LEVEL = 4.0


@cache
def _pacts() -> tuple[tuple[frozenset[str], Validity], ...]:
    """Pairs of states bound to defend each other, and when."""
    rows = read_table("detente.ontology", "pacts.tsv", ("a", "b", "from", "to", "treaty"))
    return tuple((frozenset((row["a"], row["b"])), read_validity(row)) for row in rows)


@cache
def _members() -> dict[str, list[tuple[str, Validity]]]:
    members: dict[str, list[tuple[str, Validity]]] = {}
    for row in read_table("detente.ontology", "memberships.tsv", ("code", "organisation", "from", "to")):
        if row["organisation"] in DEFENCE_ORGANISATIONS:
            members.setdefault(row["organisation"], []).append((row["code"], read_validity(row)))
    return members


def structural_prior(dyad: Dyad, day: date) -> float:
    """R0 of a pair on a day: 4 for states bound to defend each other, else 0."""
    if any(pair == {dyad.a, dyad.b} and day in validity for pair, validity in _pacts()):
        return ALLIED_LEVEL
    for members in _members().values():
        inside = {code for code, validity in members if day in validity}
        if dyad.a in inside and dyad.b in inside:
            return ALLIED_LEVEL
    return 0.0
