"""The briefing on a pair: what changed, what drove it, what each side says, what stands, who else, what is usual."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from detente.briefing.draft import METHOD, Draft
from detente.briefing.words import (
    capitalise,
    say_act,
    say_adjective,
    say_count,
    say_date,
    say_number,
    say_state,
    shorten,
)
from detente.model.briefs import Brief, ClaimKind, Dossier, Evidence, FooterLink, Sentence
from detente.model.relations import Act, Change, Contribution, Driver, Explanation, Level
from detente.ontology.states import state_name

ACTS_PER_DRIVER = 5
DRIVERS_PER_CHANGE = 7
STATEMENTS_PER_SIDE = 4
HISTORY_ACTS = 6
_DIRECTIONS = {"deteriorated": "worse", "improved": "better"}


def compose_brief(dossier: Dossier, footer: Sequence[FooterLink] = ()) -> Brief:
    """Write the brief. Every sentence states a claim, and every claim rests on evidence in the dossier."""
    evidence: dict[str, Evidence] = {str(key): item for key, item in dossier.evidence.items()}
    evidence |= {statement.evidence.id: statement.evidence for statement in dossier.statements}
    draft = Draft(evidence)
    _what_changed(draft, dossier)
    for explanation in dossier.explanations:
        _drivers(draft, explanation)
    _both_sides(draft, dossier)
    _standing(draft, dossier)
    _background(draft, dossier)
    _third_parties(draft, dossier)
    _outlook(draft, dossier)
    return Brief(
        dyad=dossier.dyad,
        title=_title(dossier),
        day=dossier.day,
        since=dossier.since,
        sections=tuple(draft.sections),
        claims=tuple(draft.claims),
        evidence=draft.evidence(),
        sources=draft.sources(),
        tags=_tags(dossier),
        footer=tuple(footer),
        log_version=dossier.log_version,
        method=METHOD,
    )


def _title(dossier: Dossier) -> str:
    a, b = state_name(dossier.dyad.a), state_name(dossier.dyad.b)
    latest = max(dossier.explanations, key=lambda e: e.change.day, default=None)
    if latest is None:
        words = (
            "little evidence"
            if dossier.level.little_evidence
            else f"relations {dossier.level.band.value}, no turn since {say_date(dossier.since)}"
        )
        return f"{a} and {b}: {words}"
    before, after = latest.level_before.band.value, latest.level_after.band.value
    course = f"from {before} to {after}" if before != after else f"still {after}"
    return f"{a} and {b}: relations {latest.change.direction.value} in {latest.change.day:%B %Y}, {course}"


def _tags(dossier: Dossier) -> tuple[str, ...]:
    themes = [driver.theme for explanation in dossier.explanations for driver in explanation.drivers[:3] if driver.theme]
    names = [state_name(dossier.dyad.a), state_name(dossier.dyad.b)]
    return tuple(dict.fromkeys(["relations", *names, *themes]))


def _keys(acts: Iterable[Act]) -> list[str]:
    return [str(key) for act in acts for key in act.events]


def _sides(dossier: Dossier) -> dict[str, str]:
    return {"a": say_state(dossier.dyad.a), "b": say_state(dossier.dyad.b)}


def _recent(dossier: Dossier, level: Level, days: int = 90) -> list[Act]:
    first = level.day - timedelta(days=days)
    found = [act for act in dossier.acts if first < act.day <= level.day]
    return (
        sorted(found, key=lambda act: -act.mass)
        or sorted((a for a in dossier.acts if a.day <= level.day), key=lambda act: act.day, reverse=True)[:5]
    )


def _level_slots(level: Level) -> dict[str, str]:
    return {
        "day": say_date(level.day),
        "value": say_number(level.value),
        "low": say_number(level.low),
        "high": say_number(level.high),
        "band": level.band.value,
    }


def _what_changed(draft: Draft, dossier: Dossier) -> None:
    level = dossier.level
    keys = _keys(_recent(dossier, level))
    sentences: list[Sentence | None] = []
    if level.little_evidence:
        slots = {**_sides(dossier), "day": say_date(level.day), "count": say_count(level.recent_acts, "act")}
        sentences.append(draft.say(ClaimKind.MEASUREMENT, "level-thin", slots, keys, marks=0))
    else:
        sentences.append(draft.say(ClaimKind.MEASUREMENT, "level", {**_sides(dossier), **_level_slots(level)}, keys, marks=0))
    for explanation in dossier.explanations:
        sentences.append(_change(draft, explanation))
    if not dossier.explanations:
        slots = {"since": say_date(dossier.since), "day": say_date(dossier.day)}
        sentences.append(draft.say(ClaimKind.MEASUREMENT, "no-change", slots, keys, marks=0))
    if not dossier.level_since.little_evidence:
        past = _keys(_recent(dossier, dossier.level_since))
        sentences.append(draft.say(ClaimKind.COMPARISON, "level-past", _level_slots(dossier.level_since), past, marks=0))
    draft.section("What changed", sentences)


def _change(draft: Draft, explanation: Explanation) -> Sentence | None:
    change = explanation.change
    before, after = explanation.level_before, explanation.level_after
    slots = {
        "direction": change.direction.value,
        "day": say_date(change.day),
        "from": say_date(before.day),
        "until": say_date(after.day),
        "before": say_number(before.value),
        "after": say_number(after.value),
        "band_before": before.band.value,
        "band_after": after.band.value,
    }
    acts = [c.act for driver in explanation.drivers for c in driver.contributions]
    return draft.say(ClaimKind.MEASUREMENT, "change", slots, _keys(acts))


def _turn_name(change: Change) -> str:
    return f"What drove the turn for the {_DIRECTIONS[change.direction.value]} of {change.day:%B %Y}"


def _drivers(draft: Draft, explanation: Explanation) -> None:
    said: set[str] = set()
    opened = False
    for driver in explanation.drivers[:DRIVERS_PER_CHANGE]:
        sentences = [_driver(draft, driver), *_driver_acts(draft, driver.contributions, said)]
        if not any(sentences):
            continue
        if not opened:
            draft.section(_turn_name(explanation.change), [_explained(draft, explanation)])
            opened = True
        heading = capitalise(driver.theme or "other matters")
        draft.section(f"{heading}: {_initiator(driver)}", sentences, level=3)


def _explained(draft: Draft, explanation: Explanation) -> Sentence | None:
    acts = [c.act for driver in explanation.drivers for c in driver.contributions]
    slots = {
        "share": f"{min(explanation.explained, 1.0):.0%}",
        "count": say_count(len(acts), "act"),
        "first": say_date(min(act.day for act in acts)),
        "last": say_date(max(act.day for act in acts)),
    }
    return draft.say(ClaimKind.MEASUREMENT, "explained", slots, _keys(acts), marks=0)


def _initiator(driver: Driver) -> str:
    if "-" in driver.initiator:
        return "both sides"
    return f"{state_name(driver.initiator)}'s side"


def _driver(draft: Draft, driver: Driver) -> Sentence | None:
    acts = [contribution.act for contribution in driver.contributions]
    both = "-" in driver.initiator
    slots = {
        "theme": driver.theme or "other matters",
        "initiator": "by both sides" if both else f"on the initiative of {say_state(driver.initiator)}",
        "share": f"{driver.share:.0%}",
        "count": say_count(len(acts), "act"),
    }
    return draft.say(ClaimKind.MEASUREMENT, "driver", slots, _keys(acts), marks=0)


def _driver_acts(draft: Draft, contributions: Sequence[Contribution], said: set[str]) -> list[Sentence | None]:
    """The strongest acts of a driver in order of day; a sentence quoted once is not quoted again."""
    strongest: list[Act] = []
    for contribution in contributions:
        quote = draft.quote_of(contribution.act)
        if quote and quote not in said:
            said.add(quote)
            strongest.append(contribution.act)
        if len(strongest) == ACTS_PER_DRIVER:
            break
    return [_act(draft, act) for act in sorted(strongest, key=lambda act: act.day)]


def _act(draft: Draft, act: Act) -> Sentence | None:
    slots = {
        "day": say_date(act.day),
        "clause": say_act(act.type, act.mode, act.source, act.target, act.symmetric),
        "quote": shorten(draft.quote_of(act)),
    }
    return draft.say(ClaimKind.EVENT, "act", slots, _keys([act]))


def _both_sides(draft: Draft, dossier: Dossier) -> None:
    for state in (dossier.dyad.a, dossier.dyad.b):
        own = [s for s in dossier.statements if s.state == state][:STATEMENTS_PER_SIDE]
        sentences = [
            draft.say(
                ClaimKind.ATTRIBUTION,
                "said",
                {"side": f"{say_adjective(state)} side", "day": say_date(s.evidence.day), "quote": shorten(s.evidence.quote)},
                [s.evidence.id],
            )
            for s in own
        ]
        draft.section(f"What the {say_adjective(state)} side says", sentences, bullets=True)


def _standing(draft: Draft, dossier: Dossier) -> None:
    sentences = []
    for entry in dossier.standing:
        slots = {"label": capitalise(entry.label), "source": say_state(entry.source), "opened": say_date(entry.opened)}
        acts = [entry.opening]
        if entry.closed and entry.reversal:
            slots["closed"] = say_date(entry.closed)
            acts.append(entry.reversal)
        sentences.append(draft.say(ClaimKind.EVENT, "standing-closed" if entry.closed else "standing", slots, _keys(acts)))
    draft.section("Measures in force", sentences, bullets=True)


def _background(draft: Draft, dossier: Dossier) -> None:
    first = min((e.change.onset for e in dossier.explanations), default=dossier.day)
    earlier = [act for act in dossier.acts if act.day < first]
    if not earlier:
        return
    since = max(min(act.day for act in earlier), _years_before(first, 1))
    year = [act for act in earlier if act.day >= since]
    cooperative = [act for act in year if not act.type.quad.conflict]
    slots = {
        **_sides(dossier),
        "since": say_date(since),
        "until": say_date(first - timedelta(days=1)),
        "cooperation": say_count(len(cooperative), "act"),
        "conflict": say_count(len(year) - len(cooperative), "act"),
    }
    summary = draft.say(ClaimKind.MEASUREMENT, "history", slots, _keys(year), marks=0)
    notable = sorted(sorted(year, key=lambda act: -act.mass)[:HISTORY_ACTS], key=lambda act: act.day)
    draft.section("Before the turn" if dossier.explanations else "Background", [summary, *(_act(draft, act) for act in notable)])


def _years_before(day: date, years: int) -> date:
    return day - timedelta(days=365 * years)


def _third_parties(draft: Draft, dossier: Dossier) -> None:
    sentences = []
    for party in dossier.third_parties:
        slots = {
            **_sides(dossier),
            "state": say_state(party.state),
            "with_a": say_count(len(party.with_a), "act"),
            "with_b": say_count(len(party.with_b), "act"),
            "since": say_date(dossier.since),
        }
        sentences.append(draft.say(ClaimKind.CONTEXT, "third-party", slots, _keys((*party.with_a, *party.with_b)), marks=0))
        for act in (party.with_a[0], party.with_b[0]):
            sentences.append(_act(draft, act))
    draft.section("Third parties", sentences)


def _outlook(draft: Draft, dossier: Dossier) -> None:
    rate = dossier.base_rate
    if rate is None:
        return
    slots = {
        "since": say_date(rate.since),
        "until": say_date(rate.until),
        "percent": f"{rate.rate:.0%}",
        "horizon": str(rate.horizon),
        "what": rate.what,
        "hits": f"{rate.hits:,}",
        "windows": f"{rate.windows:,}",
    }
    draft.section("Outlook", [draft.say(ClaimKind.FORECAST, "base-rate", slots, [str(key) for key in rate.examples], marks=0)])
