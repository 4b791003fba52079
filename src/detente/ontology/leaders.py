"""Who held which office when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.ontology.tables import Validity, read_table, read_validity

COLUMNS = ("code", "name", "match", "office", "title", "from", "to", "precision", "source")


@dataclass(frozen=True, slots=True)
class Term:
    """One person's term in one office. ``surfaces`` name the person anywhere, ``after_title`` only after a title or first name."""

    code: str
    name: str
    office: str
    title: str
    validity: Validity
    precision: str
    source: str
    surfaces: tuple[str, ...]
    after_title: tuple[str, ...]


@cache
def terms() -> tuple[Term, ...]:
    """All terms of office."""
    return tuple(_term(row) for row in read_table("detente.ontology", "leaders.tsv", COLUMNS))


def _term(row: dict[str, str]) -> Term:
    forms = [form for form in row["match"].split("|") if form]
    return Term(
        code=row["code"],
        name=row["name"],
        office=row["office"],
        title=row["title"],
        validity=read_validity(row),
        precision=row["precision"],
        source=row["source"],
        surfaces=tuple(form for form in forms if not form.startswith("~")),
        after_title=tuple(form[1:] for form in forms if form.startswith("~")),
    )


def in_office(code: str, office: str, day: date) -> tuple[Term, ...]:
    """The terms of one office of one state that hold on the day (several while sources disagree or power is shared)."""
    return tuple(term for term in terms() if term.code == code and term.office == office and day in term.validity)
