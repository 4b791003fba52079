"""From stories to events: sentences, actors, relations. Coders share one protocol (``coding.protocol``)."""

from __future__ import annotations

from detente.coding.protocol import Coder
from detente.model.errors import UsageError

CODERS = ("default",)


def make_coder(name: str = "default") -> Coder:
    """A coder by name.

    Raises:
        UsageError: no such coder.
    """
    if name != "default":
        raise UsageError(f"no coder {name!r}", f"Coders: {', '.join(CODERS)}.")
    from detente.coding.rules import RulesCoder

    return RulesCoder()


def default_coder() -> Coder:
    """The coder that needs no extra."""
    return make_coder()
