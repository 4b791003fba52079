"""Who is reported to have said something: sentences in which a state's officials, courts or media speak."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from detente.coding.actors import ActorFinder
from detente.coding.sentences import split_sentences
from detente.model.actors import Role

_SAYING = re.compile(
    r"\b(?:said|says|say|stated|states|told|insists?|insisted|claims?|claimed|argues?|argued|denied|denies|denying|called|calls|described|describes|"
    r"announced|announces|maintains?|maintained|acknowledged|admits?|admitted|reported that|accus(?:es|ed|ing)|blam(?:es|ed|ing)|apologi[sz](?:es|ed))\b"
)
_ACCORDING = re.compile(r"\baccording to (?:the )?$", re.I)
_SPEAKERS = frozenset({Role.GOV, Role.JUD, Role.LEG, Role.MIL, Role.SPY, Role.STATE, Role.MED})
_REACH = 60


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence (offsets into the text) in which a state speaks."""

    state: str
    start: int
    end: int


def find_sayings(text: str, day: date, finder: ActorFinder) -> list[Saying]:
    """The sentences of a text in which an actor of a state is the one who says, claims, denies or apologises."""
    found = finder.scan(text, day)
    sayings = []
    for start, end in split_sentences(text):
        sentence = text[start:end]
        inside = [item for item in found if start <= item.start and item.end <= end]
        shifted = [type(item)(item.start - start, item.end - start, item.code, item.kind, item.role) for item in inside]
        for mention in finder.mentions(sentence, shifted):
            if mention.role in _SPEAKERS and _speaks(sentence, mention.start, mention.end):
                sayings.append(Saying(mention.state, start, end))
                break
    return sayings


def _speaks(sentence: str, start: int, end: int) -> bool:
    after = sentence[end : end + _REACH]
    verb = _SAYING.search(after)
    if verb and not re.search(r"[;:]|,(?! )|\b(?:that|who|which|by|on|of|in|for|against|with)\b", after[: verb.start()]):
        return True
    return bool(_ACCORDING.search(sentence[:start]))
