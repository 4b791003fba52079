"""A brief in the making: collects claims, gives evidence its numbers, turns claims into sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.briefing.frames import word
from detente.briefing.words import capitalise
from detente.model.briefs import Claim, ClaimKind, Evidence, Section, Sentence, Source
from detente.model.relations import Act

METHOD = "brief-1"
# More marks than this after one sentence help nobody; the claim keeps all its evidence.
_MAX_MARKS = 4


class Draft:
    """Sections, claims and numbered sources, in order of writing."""

    def __init__(self, evidence: Mapping[str, Evidence]) -> None:
        self._known = evidence
        self._numbers: dict[str, int] = {}
        self._used: dict[str, Evidence] = {}
        self.claims: list[Claim] = []
        self.sections: list[Section] = []

    def say(
        self, kind: ClaimKind, frame: str, slots: Mapping[str, str], evidence: Iterable[str], marks: int = _MAX_MARKS
    ) -> Sentence | None:
        """State a claim; ``None`` when none of its evidence is at hand, for then it is not stated."""
        held = [identifier for identifier in dict.fromkeys(evidence) if identifier in self._known]
        if not held:
            return None
        claim = Claim(f"c{len(self.claims) + 1}", kind, frame, tuple(slots.items()), tuple(held), METHOD)
        self.claims.append(claim)
        for identifier in held:
            self._used.setdefault(identifier, self._known[identifier])
        cited = sorted({self._number(self._known[identifier]) for identifier in held[:marks]})
        return Sentence(capitalise(word(frame, dict(slots))), (claim.id,), tuple(cited))

    def quote_of(self, act: Act) -> str:
        """The words of the first evidence of an act that is at hand."""
        return next((self._known[str(key)].quote for key in reversed(act.events) if str(key) in self._known), "")

    def _number(self, evidence: Evidence) -> int:
        return self._numbers.setdefault(evidence.story, len(self._numbers) + 1)

    def section(self, heading: str, sentences: Iterable[Sentence | None], level: int = 2, bullets: bool = False) -> None:
        """Add a section of the sentences that could be said; none of them, no section."""
        said = tuple(sentence for sentence in sentences if sentence is not None)
        if said:
            self.sections.append(Section(heading, level, said, bullets))

    def sources(self) -> tuple[Source, ...]:
        """The stories cited, by number."""
        by_story = {evidence.story: evidence for evidence in self._used.values()}
        numbered = sorted(self._numbers.items(), key=lambda pair: pair[1])
        return tuple(
            Source(number, story, by_story[story].publisher, by_story[story].title, by_story[story].url, by_story[story].day)
            for story, number in numbered
        )

    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence behind the claims."""
        return tuple(self._used.values())
