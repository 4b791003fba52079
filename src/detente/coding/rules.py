"""The first default coder: triggers of the lexicon, their neighbours as actors, and a few rules of English.

For each trigger the actors are sought where its entry says: subject before a verb, object or prepositional object after it; passive
voice turned round; possessor, "by" and "on" around a noun. What stands between decides the confidence. Status comes from words before
the trigger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from detente.coding.actors import ActorFinder, Found
from detente.coding.inflect import is_past_form
from detente.coding.lexicon import Lexicon, Trigger
from detente.coding.sentences import split_sentences
from detente.coding.tokens import Tokens, tokenise
from detente.model.actors import Mention, Role
from detente.model.events import Event, EventType, Standing, Status
from detente.model.stories import Story, full_text
from detente.ontology import themes

NAME = "rules-1"
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "get", "gets", "got", "'s"])
_NEGATIONS = frozenset(
    """
    not n't no never without neither nor cannot denied denies deny refuse refused refuses fail failed fails
""".split()
)
_INTENTIONS = frozenset(
    """
    will would may might could should plan plans planned planning intend intends want wants seek seeks consider considers
    considering ready set to
""".split()
)
_ALLEGATIONS = frozenset(
    """
    allegedly reportedly alleged alleges alleging accused accusing accuses claims claimed suspected apparently
""".split()
)
_BACKGROUND = frozenset(["since", "after", "following", "amid", "despite", "during", "over", "because"])
_CLAUSE_BREAKS = frozenset(
    {",", ";", ":", "that", "who", "which", "while", "as", "when", "after", "before", "but", "said", "says", "—", "–"}
)
_NO_ACTORS = frozenset({Role.CVL, Role.BUS, Role.OPP})
_MINIMUM = 0.3


@dataclass(frozen=True, slots=True)
class _Actor:
    mention: Mention
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Reading:
    source: _Actor
    target: _Actor
    trigger: Trigger
    status: Status
    confidence: float
    direction_confidence: float


class RulesCoder:
    """Codes by lexicon and rules. Needs no model; deterministic."""

    name = NAME

    def __init__(self) -> None:
        self._finder = ActorFinder()
        self._lexicon = Lexicon()

    def code(self, stories: Iterable[Story]) -> Iterator[list[Event]]:
        """Yield the events of each story."""
        for story in stories:
            yield self._code_story(story) if story.language == "en" and story.makes_acts else []

    def _code_story(self, story: Story) -> list[Event]:
        text = full_text(story.title, story.text)
        found = self._finder.scan(text, story.day)
        events: list[Event] = []
        if len({item.code for item in found}) < 2:
            return events
        for start, end in split_sentences(text):
            inside = [item for item in found if start <= item.start and item.end <= end]
            if len({item.code for item in inside}) >= 2:
                events.extend(self._code_sentence(text, start, end, inside, story.id, story.day))
        return events

    def code_text(self, text: str, day: date) -> list[Event]:
        """The events of a text by itself."""
        found = self._finder.scan(text, day)
        return [
            event
            for start, end in split_sentences(text)
            for event in self._code_sentence(text, start, end, [f for f in found if start <= f.start and f.end <= end], "", day)
        ]

    def _code_sentence(self, text: str, start: int, end: int, found: Sequence[Found], story: str, day: date) -> list[Event]:
        quote = text[start:end]
        shifted = [Found(f.start - start, f.end - start, f.code, f.kind, f.role) for f in found]
        mentions = self._finder.mentions(quote, shifted)
        tokens = tokenise(quote)
        actors = [_Actor(m, tokens.index_at(m.start), tokens.index_at(m.end - 1) + 1) for m in mentions]
        readings = [r for trigger in self._lexicon.find(tokens.words) for r in read_trigger(trigger, tokens, actors)]
        labels = themes.label(quote)
        return [_event(reading, quote, start, story, day, labels) for reading in _best(readings)]


def _event(reading: _Reading, quote: str, start: int, story: str, day: date, labels: tuple[tuple[str, ...], tuple[str, ...]]) -> Event:
    entry = reading.trigger.entry
    source, target = reading.source.mention, reading.target.mention
    symmetric = entry.order == "sym"
    if symmetric and source.state > target.state:
        source, target = target, source
    return Event(
        story=story,
        source=source.state,
        target=target.state,
        type=entry.type,
        day=day,
        quote=quote,
        start=start,
        end=start + len(quote),
        status=reading.status,
        confidence=reading.confidence,
        coder=NAME,
        source_role=source.role.value,
        target_role=target.role.value,
        direction_confidence=reading.direction_confidence,
        symmetric=symmetric,
        mode=entry.mode,
        contexts=labels[1],
        themes=labels[0],
        # Only a phrase that settles the type may open or end a state of affairs.
        standing=Standing.parse(entry.standing) if entry.strength >= 1.0 else None,
        votes=(entry.pattern,),
    )


def read_trigger(trigger: Trigger, tokens: Tokens, actors: Sequence[_Actor]) -> Iterator[_Reading]:
    """The readings of one trigger: who may have done it to whom."""
    before = [a for a in actors if a.end <= trigger.start]
    after = [a for a in actors if a.start >= trigger.end]
    within = [a for a in actors if a.start >= trigger.start and a.end <= trigger.end]
    entry = trigger.entry
    pairs = _noun_pairs(trigger, tokens, before, after) if entry.pos == "n" else _verb_pairs(trigger, tokens, before, within + after)
    status = _status(trigger, tokens, before)
    for source, target, closeness in pairs:
        if source.mention.state == target.mention.state or (source.mention.role in _NO_ACTORS and source.mention.role is not Role.OPP):
            continue
        if entry.order == "os":
            source, target = target, source
        evidence = entry.strength * closeness
        if evidence >= _MINIMUM:
            yield _Reading(source, target, trigger, status, min(0.95, 0.4 + 0.6 * evidence), 0.9)


def _closeness(tokens: Tokens, start: int, end: int) -> float:
    between = tokens.words[start:end]
    breaks = sum(word in _CLAUSE_BREAKS for word in between)
    return 0.95 * 0.97 ** len(between) * 0.72**breaks


def _coordinated(tokens: Tokens, actors: Sequence[_Actor], index: int, step: int) -> list[_Actor]:
    """An actor with those joined to it by commas and "and"."""
    group = [actors[index]]
    while 0 <= index + step < len(actors):
        left, right = sorted((actors[index], actors[index + step]), key=lambda a: a.start)
        between = tokens.words[left.end : right.start]
        if not between or any(word not in {",", "and", "&", "the", "/"} for word in between):
            break
        index += step
        group.append(actors[index])
    return group


def _verb_pairs(
    trigger: Trigger, tokens: Tokens, before: Sequence[_Actor], after: Sequence[_Actor]
) -> Iterator[tuple[_Actor, _Actor, float]]:
    entry = trigger.entry
    passive = _is_passive(trigger, tokens)
    if entry.order == "sym" and before:
        group = _coordinated(tokens, before, len(before) - 1, -1)
        if len(group) > 1:
            yield from ((group[0], other, _closeness(tokens, group[0].end, trigger.start)) for other in group[1:])
            return
    if not before or not after:
        return
    subjects = _coordinated(tokens, before, len(before) - 1, -1)
    objects = _coordinated(tokens, after, 0, 1)
    together = {subject.mention.state for subject in subjects} if len(subjects) > 1 else set()
    for subject in subjects:
        for other in objects:
            if other.mention.state in together:
                # "Turkish and Azerbaijani troops drill in Nakhchivan": what two do together they do not do to each other.
                continue
            gap = (
                _closeness(tokens, subjects[0].end, trigger.start)
                * _closeness(tokens, trigger.end, max(objects[0].start, trigger.end))
                / 0.95
            )
            if passive:
                if "by" in tokens.words[trigger.end : objects[0].start]:
                    yield other, subject, gap
            else:
                yield subject, other, gap


def _is_passive(trigger: Trigger, tokens: Tokens) -> bool:
    word = tokens.words[trigger.start]
    lemma = trigger.entry.pattern.split()[0].split("|")[0]
    if not is_past_form(word, lemma):
        return False
    previous = tokens.words[max(0, trigger.start - 3) : trigger.start]
    return any(w in _BE for w in previous) or tokens.words[trigger.end : trigger.end + 1] == ("by",)


def _noun_pairs(
    trigger: Trigger, tokens: Tokens, before: Sequence[_Actor], after: Sequence[_Actor]
) -> Iterator[tuple[_Actor, _Actor, float]]:
    entry = trigger.entry
    # A possessor or demonym stands at the noun; anything further off belongs to another verb.
    near = [a for a in before if a.end == trigger.start or (trigger.start - a.end <= 4 and tokens.words[a.end] == "'s")]
    if after:
        link = tokens.words[trigger.end : after[0].start]
        group = _coordinated(tokens, after, 0, 1)
        if (len(group) > 1 and "between" in link) or (len(group) > 1 and entry.order == "sym" and not near):
            yield from ((group[0], other, 0.9) for other in group[1:])
            return
        if near and any(word in entry.target for word in link[:6]):
            for other in group:
                yield near[-1], other, _closeness(tokens, trigger.end, after[0].start)
            return
        by = [a for a in after if "by" in tokens.words[max(trigger.end, a.start - 3) : a.start]]
        if by and by[0] is not after[0]:
            yield by[0], after[0], 0.8
            return
    if len(before) > 1 and near:
        group = _coordinated(tokens, before, len(before) - 1, -1)
        if len(group) > 1 and entry.order == "sym":
            yield from ((group[0], other, 0.85) for other in group[1:])
        elif "obj" in entry.target or "poss" in entry.target:
            yield before[-2], near[-1], 0.5 * _closeness(tokens, before[-2].end, near[-1].start)


def _status(trigger: Trigger, tokens: Tokens, before: Sequence[_Actor]) -> Status:
    lead = tokens.words[max(0, trigger.start - 4) : trigger.start]
    if any(word in _NEGATIONS for word in lead):
        return Status.NEGATED
    if any(word in _ALLEGATIONS for word in lead):
        return Status.ALLEGED
    if (
        trigger.entry.pos != "n"
        and any(word in _INTENTIONS for word in lead[-3:])
        and trigger.entry.type not in (EventType.THREATEN, EventType.REJECT)
    ):
        return Status.INTENDED
    if trigger.entry.pos == "n":
        start = min((a.start for a in before if trigger.start - a.end <= 3), default=trigger.start)
        if any(word in _BACKGROUND for word in tokens.words[max(0, start - 3) : start]):
            return Status.BACKGROUND
    return Status.FACT


def _best(readings: Sequence[_Reading]) -> list[_Reading]:
    """Per pair the surest reading; a second type only if it is nearly as sure and of another word."""
    chosen: dict[frozenset[str], _Reading] = {}
    for reading in sorted(readings, key=lambda r: (-r.confidence * (1 + 0.1 * len(r.trigger.entry.pattern.split())), r.trigger.start)):
        pair = frozenset((reading.source.mention.state, reading.target.mention.state))
        chosen.setdefault(pair, reading)
    return sorted(chosen.values(), key=lambda r: r.trigger.start)
