"""Words that tell in which role a state acts, and names that only look like a state's."""

from __future__ import annotations

from functools import cache

from detente.ontology.tables import read_table


@cache
def agent_roles() -> dict[str, str]:
    """Role of each agent noun, in lower case; a word listed twice keeps its first role."""
    roles: dict[str, str] = {}
    for row in read_table("detente.ontology", "agents.tsv", ("word", "role")):
        roles.setdefault(row["word"], row["role"])
    return roles


@cache
def blockers() -> tuple[str, ...]:
    """Names that hold a state's name but mean no state ("Washington Post")."""
    return tuple(row["surface"] for row in read_table("detente.ontology", "blockers.tsv", ("surface",)))
