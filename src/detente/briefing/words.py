"""Small matters of English: dates, lists, numbers, states' names in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from detente.model.events import EventType
from detente.ontology.states import state_name, states

_WITH_ARTICLE = re.compile(
    r"^(?:United |Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Seychelles|Solomon |Marshall |Czech Republic|Dominican Republic|"
    r"Central African Republic|Democratic Republic|Republic of|European Union|African Union|Arab League|Vatican$|Holy See|UAE|US$|UK$)"
)
# How one state's act on another reads as a verb; {s} acts on {t}.
_VERBS = {
    EventType.AGREE: "{s} came to terms with {t}",
    EventType.CONSULT: "{s} conferred with {t}",
    EventType.SUPPORT: "{s} voiced support for {t}",
    EventType.CONCEDE: "{s} made a concession to {t}",
    EventType.COOPERATE: "{s} cooperated with {t}",
    EventType.AID: "{s} gave aid to {t}",
    EventType.RETREAT: "{s} eased its stance towards {t}",
    EventType.REQUEST: "{s} made a demand of {t}",
    EventType.ACCUSE: "{s} criticised or accused {t}",
    EventType.REJECT: "{s} rebuffed {t}",
    EventType.THREATEN: "{s} warned {t}",
    EventType.PROTEST: "{s} protested against {t}",
    EventType.SANCTION: "{s} took punitive measures against {t}",
    EventType.MOBILIZE: "{s} made a show of force towards {t}",
    EventType.COERCE: "{s} took coercive action against {t}",
    EventType.ASSAULT: "{s} used force against {t}",
}
_BY_MODE = {
    (EventType.CONSULT, "visit"): "{s} and {t} exchanged visits",
    (EventType.CONSULT, "phone"): "{s} and {t} spoke by telephone",
    (EventType.RETREAT, "withdraw"): "{s} withdrew forces from {t}",
    (EventType.RETREAT, "release"): "{s} released people to {t}",
    (EventType.RETREAT, "ceasefire"): "{s} and {t} held to a ceasefire",
    (EventType.SANCTION, "expel"): "{s} expelled officials of {t}",
    (EventType.SANCTION, "withdraw"): "{s} cut back ties with {t}",
    (EventType.SANCTION, "discontinue"): "{s} broke off cooperation with {t}",
    (EventType.COERCE, "arrest"): "{s} made arrests concerning {t}",
    (EventType.COERCE, "seize"): "{s} seized property of {t}",
    (EventType.COERCE, "deport"): "{s} deported people of {t}",
    (EventType.COERCE, "cyber"): "{s} launched a cyber attack on {t}",
    (EventType.ACCUSE, "investigate"): "{s} opened an investigation concerning {t}",
}
_SYMMETRIC = {
    EventType.AGREE: "{s} and {t} reached an agreement",
    EventType.CONSULT: "{s} and {t} held talks",
    EventType.COOPERATE: "{s} and {t} worked together",
    EventType.RETREAT: "{s} and {t} stepped back from conflict",
    EventType.ACCUSE: "{s} and {t} traded accusations",
    EventType.ASSAULT: "{s} and {t} exchanged fire",
}


def say_date(day: date) -> str:
    """28 June 2025."""
    return f"{day.day} {day:%B %Y}"


def say_state(code: str) -> str:
    """A state's name as it stands inside a sentence: Russia, the United States."""
    name = state_name(code)
    return f"the {name}" if _WITH_ARTICLE.match(name) else name


def say_adjective(code: str) -> str:
    """Russian, Azerbaijani; the name where there is no adjective."""
    state = states().get(code)
    return state.adjective if state else code


def say_list(parts: Sequence[str]) -> str:
    """a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def say_number(value: float, places: int = 1) -> str:
    """A figure with a true minus sign."""
    text = f"{abs(value):.{places}f}"
    return f"−{text}" if value < 0 and float(text) != 0 else text


def say_count(count: int, singular: str, plural: str = "") -> str:
    """1 act, 2 acts."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def capitalise(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def say_act(kind: EventType, mode: str, source: str, target: str, symmetric: bool) -> str:
    """What one state did to the other, as a clause."""
    frame = _SYMMETRIC.get(kind) if symmetric else None
    frame = frame or _BY_MODE.get((kind, mode)) or _VERBS[kind]
    return frame.format(s=say_state(source), t=say_state(target))


def shorten(quote: str, words: int = 38) -> str:
    """A quotation on one line, cut at a word if it is long; the cut is marked."""
    parts = quote.split()
    return " ".join(parts) if len(parts) <= words else " ".join(parts[:words]).rstrip(",;:–-") + " …"
