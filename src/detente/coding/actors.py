"""Finding states in text: a dictionary automaton (Aho-Corasick) over names, then rules for what the dictionary cannot know.

The automaton sees each character once, so its cost does not grow with the number of names. What it finds is kept if the word
ends where the match ends, if the name held on the story's day (a president only in office), and if an ambiguous word (Georgia,
Jordan, Chad) has company that decides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from detente.model.actors import Mention, Role
from detente.ontology.agents import agent_roles, blockers
from detente.ontology.leaders import terms
from detente.ontology.states import names
from detente.ontology.tables import Validity

_TITLES = frozenset(
    """
    president premier minister chancellor king queen prince princess secretary general mr mr. mrs mrs. ms ms. sir lord dr
    dr. senator ambassador emir sultan sheikh shaikh pm leader spokesman spokeswoman spokesperson envoy chief commander
    admiral marshal colonel
""".split()
)
# Words that may stand between two parts of one mention: "Russian *Deputy Foreign Minister* Ivanov".
_LINKS = (
    frozenset(
        """
    prime foreign deputy vice defence defense interior finance first acting interim special presidential state national
    security adviser advisor aide affairs chief top senior supreme of the 's ’s and for external economy trade energy press
    transitional crown opposition ruling
""".split()
    )
    | _TITLES
)
_WORD = re.compile(r"[\w'’.-]+")
_NEXT_WORDS = re.compile(r"(?:['’]s?)?((?:[\s-]+[\w'’]+){1,5})")
_CAPITALISED_NAME = re.compile(r"(?:\s+[A-ZÀ-ÖØ-ÞŞŠŽİĞ][\w'’-]+){1,3}")
_STARTERS = frozenset(
    """
    the a an in on at from to with for of and but by as why how what when after before while since mr if when will can is
    are
""".split()
)
_MAX_GAP = 48


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    kind: str
    role: str
    validity: Validity
    ambiguous: bool
    after_title: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A match of the dictionary that was kept."""

    start: int
    end: int
    code: str
    kind: str
    role: str


@cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    found: dict[str, list[_Entry]] = {surface: [] for surface in blockers()}
    for name in names():
        entry = _Entry(name.code, name.kind, name.role, name.validity, "ambiguous" in name.flags, False)
        forms = {name.surface}
        if len(name.surface) > 3 and name.kind in ("name", "adjective", "people", "capital", "seat"):
            forms.add(name.surface.upper())
        if "lower" in name.flags:
            forms.add(name.surface.lower())
        for form in forms:
            found.setdefault(form, []).append(entry)
    for term in terms():
        for surfaces, after_title in ((term.surfaces, False), (term.after_title, True)):
            for surface in surfaces:
                role = {"LEG": "LEG", "MIL": "MIL", "IGO": "IGO"}.get(term.office, "GOV")
                found.setdefault(surface, []).append(_Entry(term.code, "leader", role, term.validity, False, after_title))
    return {surface: tuple(entries) for surface, entries in found.items()}


class ActorFinder:
    """Finds the states that a text names."""

    def __init__(self) -> None:
        entries = _entries()
        self._surfaces = list(entries)
        self._numbers = {surface: number for number, surface in enumerate(self._surfaces)}
        self._entries = list(entries.values())
        self._automaton = AhoCorasick(self._surfaces, matchkind=MATCHKIND_LEFTMOST_LONGEST, store_patterns=False)
        self._roles = agent_roles()

    def scan(self, text: str, day: date) -> list[Found]:
        """All names of states valid on the day, in order; ambiguous ones as far as the text decides them."""
        text = text.replace("’", "'")
        sure: list[Found] = []
        doubtful: list[tuple[int, int, list[_Entry]]] = []
        for number, start, end in self._matches(text):
            valid = [e for e in self._entries[number] if day in e.validity and (not e.after_title or _after_title(text, start, end))]
            if not valid:
                continue
            codes = {e.code for e in valid}
            if len(codes) == 1 and not all(e.ambiguous for e in valid):
                entry = valid[0]
                sure.append(Found(start, end, entry.code, entry.kind, entry.role))
            else:
                doubtful.append((start, end, valid))
        if doubtful:
            sure.extend(_decide(text, doubtful, {found.code for found in sure}))
            sure.sort(key=lambda found: found.start)
        return sure

    def _matches(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Whole-word matches, the longest at each place; where the longest ends inside a word ("US Congressman"), a shorter one."""
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            if _whole_word(text, start, end):
                yield number, start, end
                continue
            surface = self._surfaces[number]
            for cut in range(len(surface) - 1, 1, -1):
                shorter = self._numbers.get(surface[:cut])
                if shorter is not None and _whole_word(text, start, start + cut):
                    yield shorter, start, start + cut
                    break

    def mentions(self, text: str, found: Sequence[Found]) -> list[Mention]:
        """The actors that the matches name: neighbouring parts joined, roles read from the words around."""
        merged: list[list[Found]] = []
        for item in found:
            if merged and merged[-1][-1].code == item.code and self._joined(text, merged[-1][-1].end, item.start):
                merged[-1].append(item)
            else:
                merged.append([item])
        ends = [*(group[0].start for group in merged[1:]), len(text)][: len(merged)]
        return [self._mention(text, group, until) for group, until in zip(merged, ends, strict=True)]

    def find(self, text: str, day: date) -> list[Mention]:
        """The actors of a text."""
        return self.mentions(text, self.scan(text, day))

    def _joined(self, text: str, end: int, start: int) -> bool:
        gap = text[end:start]
        if len(gap) > _MAX_GAP or any(c in gap for c in ';:.!?\n()"“”'):
            return False
        words = _WORD.findall(gap)
        plain = [word for word in words if word.lower() not in _LINKS and word.lower() not in self._roles]
        if "," in gap:
            return not plain and len(words) <= 4 and words[:1] != ["and"]
        return all(word[0].isupper() for word in plain) and "and" not in words

    def _mention(self, text: str, group: list[Found], until: int) -> Mention:
        start, end = group[0].start, group[-1].end
        role = next((item.role for item in reversed(group) if item.role != "STATE"), "STATE")
        if group[-1].kind in ("adjective", "people", "name", "capital") and role in ("STATE", "GOV"):
            # "Russia officials" but not "Russia met officials": a bare name takes only the very next word.
            reach = 1 if group[-1].kind in ("name", "capital") and text[end : end + 1] not in ("'", "’") else 3
            noun_role, noun_end = self._agent_after(text, end, until, reach)
            if noun_role:
                role, end = noun_role, noun_end
                named = _CAPITALISED_NAME.match(text, end, until)
                if named and role in ("GOV", "MIL", "LEG"):
                    end = named.end()
        return Mention(start, end, text[start:end], group[0].code, Role(role))

    def _agent_after(self, text: str, end: int, until: int, reach: int) -> tuple[str, int]:
        """Role and end of the agent noun that follows within ``reach`` words, if one does."""
        match = _NEXT_WORDS.match(text, end, until)
        if not match:
            return "", end
        words = [(word.group(), match.start(1) + word.end()) for word in re.finditer(r"[\w'’]+", match[1])]
        for index, (word, stop) in enumerate(words[:reach]):
            low = word.lower()
            following, further = words[index + 1] if index + 1 < len(words) else ("", stop)
            if f"{low} {following.lower()}" in self._roles:
                return self._roles[f"{low} {following.lower()}"], further
            if low in self._roles:
                # "state company officials": the last of several agent nouns is the actor.
                if self._roles.get(following.lower(), self._roles[low]) != self._roles[low]:
                    continue
                return self._roles[low], stop
            if (low in _STARTERS and low != "of") or low.endswith(("s'", "s’")):
                break
        return "", end


def _whole_word(text: str, start: int, end: int) -> bool:
    if start and (text[start - 1].isalnum() or text[start - 1] in "@#/_"):
        return False
    if end < len(text) and (text[end].isalnum() or text[end] == "_"):
        return False
    return not (text[end : end + 1] in "-.@" and text[end + 1 : end + 4] in ("com", "org", "net", "bor"))


def _previous_word(text: str, start: int) -> str:
    return text[max(0, start - 24) : start].rstrip().rpartition(" ")[2].lstrip("(\"'“‘[") if start else ""


def _after_title(text: str, start: int, end: int) -> bool:
    """Whether a common surname stands after a title or first name, and ends the person's name."""
    if re.match(r"[\s-]+[A-ZÀ-ÖØ-ÞŞŠŽİĞ][a-zà-ÿ]", text[end : end + 4]):
        return False
    word = _previous_word(text, start)
    if word.lower() in _TITLES:
        return True
    return word[:1].isupper() and word.isalpha() and word.lower() not in _STARTERS and not _sentence_start(text, start, word)


def _sentence_start(text: str, start: int, word: str) -> bool:
    before = text[: text.rindex(word, 0, start)].rstrip()
    return not before or before[-1] in ".!?:\n"


def _decide(text: str, doubtful: list[tuple[int, int, list[_Entry]]], sure: set[str]) -> list[Found]:
    """Keep what the rest of the text decides: a state named without doubt elsewhere, or a place among other states' names."""
    kept = []
    for start, end, entries in doubtful:
        supported = [entry for entry in entries if entry.code in sure]
        candidates = supported or [entry for entry in entries if _reads_as_place(text, start, end) and sure]
        if candidates and len({entry.code for entry in candidates}) == 1:
            entry = candidates[0]
            kept.append(Found(start, end, entry.code, entry.kind, entry.role))
    return kept


def _reads_as_place(text: str, start: int, end: int) -> bool:
    """Whether an ambiguous name stands like a country: not between the parts of a person's name."""
    before = _previous_word(text, start)
    if (
        before[:1].isupper()
        and before.isalpha()
        and before.lower() not in _STARTERS
        and before.lower() not in _TITLES
        and not _sentence_start(text, start, before)
    ):
        return False
    after = re.match(r"\s+([A-Z][a-z]+)", text[end : end + 30])
    return not after or after[1].lower() in _LINKS or after[1].lower() in agent_roles()
