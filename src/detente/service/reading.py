"""The reading half of the service: everything derived from the log at one version."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import numpy as np

from detente.briefing.compose import compose_brief
from detente.coding.actors import ActorFinder
from detente.coding.statements import find_sayings
from detente.model.actors import Dyad
from detente.model.briefs import BaseRate, Brief, Dossier, Evidence, FooterLink, Statement, ThirdParty
from detente.model.events import LoggedEvent
from detente.model.relations import Act, Change, EventKey, Explanation, Level, StandingAct
from detente.model.stories import full_text
from detente.relations.acts import STATUSES, TYPES, ActColumns, EventColumns, Ints, collect_acts
from detente.relations.changes import find_changes
from detente.relations.drivers import explain_change
from detente.relations.exposure import measure_exposure
from detente.relations.ledger import caps, standing_acts
from detente.relations.level import Exposure, LevelColumns, PairActs, level_series
from detente.relations.prior import structural_prior
from detente.store.log import Snapshot
from detente.store.queries import Columns, LogReader
from detente.store.state import StateStore

METHOD = "relations-1"
_THIRD_PARTIES = 3
_STATEMENT_STORIES = 12


@dataclass(frozen=True, slots=True)
class Relation:
    """A pair at one version of the log."""

    dyad: Dyad
    acts: ActColumns
    rows: Ints
    pair: PairActs
    levels: LevelColumns
    standing: tuple[StandingAct, ...]
    changes: tuple[Change, ...]
    prior: float

    @property
    def level(self) -> Level:
        """The level on the last day of the data."""
        return self.levels.at(-1)

    def level_on(self, day: date) -> Level:
        """The level on a day, held within the days of the record."""
        index = day.toordinal() - int(self.levels.day[0])
        return self.levels.at(min(max(index, 0), len(self.levels.day) - 1))

    def act_list(self, since: date | None = None, until: date | None = None) -> list[Act]:
        """The pair's acts in order of day."""
        days = self.acts.day[self.rows]
        chosen = self.rows[(days >= (since or date.min).toordinal()) & (days <= (until or date.max).toordinal())]
        return [self.acts.act(int(row)) for row in chosen]


class Reading:
    """Answers from one snapshot; the same snapshot gives the same answers, whenever asked."""

    def __init__(self, reader: LogReader, state: StateStore, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._state = state
        self.clock = clock
        self._relations: dict[Dyad, Relation] = {}

    def close(self) -> None:
        """Let go of the snapshot."""
        self._reader.close()

    @property
    def snapshot(self) -> Snapshot:
        """The version that is read."""
        return self._reader.snapshot

    @property
    def method(self) -> str:
        """Version of the rules that derive relations from events."""
        return METHOD

    @cached_property
    def count(self) -> int:
        """How many events the log holds at this version."""
        return self._reader.count()

    @cached_property
    def _coverage(self) -> tuple[Exposure, date | None, date | None]:
        days, publishers, stories, last = self._reader.coverage()
        first = date.fromordinal(int(days[0])) if len(days) else None
        return measure_exposure(days, publishers, stories), first, last

    @property
    def exposure(self) -> Exposure:
        """How loud the press was."""
        return self._coverage[0]

    @property
    def first_day(self) -> date:
        """The first day of the data."""
        return self._coverage[1] or self.clock().date()

    @property
    def last_day(self) -> date:
        """The last day of the data: levels are as of it."""
        return self._coverage[2] or self.clock().date()

    @property
    def days(self) -> Ints:
        """All days of the data, as ordinals."""
        return np.arange(self.first_day.toordinal(), self.last_day.toordinal() + 1, dtype=np.int64)

    @cached_property
    def all_acts(self) -> ActColumns:
        """The acts of all pairs."""
        return self._acts(())

    def _acts(self, states: Iterable[str]) -> ActColumns:
        columns = self._reader.columns([kind.value for kind in TYPES], [status.value for status in STATUSES], states)
        return collect_acts(_event_columns(columns))

    def dyads(self) -> list[Dyad]:
        """All pairs with an act."""
        acts = self.all_acts
        pairs = np.unique(np.sort(np.stack([acts.source, acts.target]), axis=0), axis=1).T
        return sorted(Dyad(acts.of.states[a], acts.of.states[b]) for a, b in pairs)

    def relation(self, dyad: Dyad, acts: ActColumns | None = None) -> Relation:
        """Score one pair."""
        known = self._relations.get(dyad)
        if known is not None:
            return known
        acts = acts or self._acts((dyad.a, dyad.b))
        rows = acts.rows_of(dyad.a, dyad.b)
        pair = PairActs.of(acts, rows, dyad.a)
        ledger = tuple(standing_acts(acts.act(int(row)) for row in rows if acts.standing[row]))
        prior = structural_prior(dyad, self.last_day)
        levels = level_series(pair, self.days, self.exposure, prior, caps(ledger, self.days))
        changes = tuple(find_changes(dyad, pair, self.days, self.exposure, levels))
        relation = Relation(dyad, acts, rows, pair, levels, ledger, changes, prior)
        self._relations[dyad] = relation
        return relation

    def changes(self, since: date | None = None, state: str = "") -> list[Change]:
        """The turns of all pairs (or of one state's), the newest and strongest first."""
        acts = self.all_acts
        dyads = [dyad for dyad in self.dyads() if state in ("", dyad.a, dyad.b)]
        found = [change for dyad in dyads for change in self.relation(dyad, acts).changes if since is None or change.day >= since]
        return sorted(found, key=lambda change: (-change.score, change.day, change.dyad))

    def explain(self, change: Change) -> Explanation:
        """The drivers of a change."""
        relation = self.relation(change.dyad)
        return explain_change(change, relation.acts, relation.rows, relation.levels, self.exposure, relation.prior)

    def evidence(self, keys: Iterable[EventKey]) -> dict[EventKey, Evidence]:
        """The sentences behind events."""
        return {key: Evidence.of(key, logged) for key, logged in self._reader.events(keys).items()}

    def events_of_story(self, story: str) -> dict[EventKey, LoggedEvent]:
        """The events that were coded from a story."""
        return self._reader.events_of_story(story)

    def dossier(self, dyad: Dyad, since: date) -> Dossier:
        """All that a brief on a pair may draw on."""
        relation = self.relation(dyad)
        acts = relation.act_list()
        explanations = tuple(self.explain(change) for change in relation.changes if change.day >= since)
        parties = self._third_parties(dyad, since)
        keys = {key for act in acts for key in act.events} | {key for p in parties for act in (*p.with_a, *p.with_b) for key in act.events}
        return Dossier(
            dyad=dyad,
            day=self.last_day,
            since=since,
            level=relation.level,
            level_since=relation.level_on(since),
            acts=tuple(acts),
            explanations=explanations,
            standing=relation.standing,
            third_parties=parties,
            statements=self._statements(dyad, explanations),
            base_rate=self._base_rate(acts),
            evidence=self.evidence(keys),
            log_version=self.snapshot.version,
        )

    def brief(self, dyad: Dyad, since: date, footer: tuple[FooterLink, ...] = ()) -> Brief:
        """The briefing on a pair."""
        return compose_brief(self.dossier(dyad, since), footer)

    def _third_parties(self, dyad: Dyad, since: date) -> tuple[ThirdParty, ...]:
        """States with acts on both sides since a day, those with the most on their weaker side first."""
        acts = self._acts((dyad.a, dyad.b))
        recent = np.flatnonzero(acts.day >= since.toordinal())
        sides: dict[str, tuple[list[Act], list[Act]]] = {}
        for row in recent:
            act = acts.act(int(row))
            for index, side in enumerate((dyad.a, dyad.b)):
                if side in (act.source, act.target):
                    other = act.target if act.source == side else act.source
                    if other not in (dyad.a, dyad.b):
                        sides.setdefault(other, ([], []))[index].append(act)
        both = [(state, a, b) for state, (a, b) in sides.items() if a and b]
        both.sort(key=lambda entry: (-min(sum(act.mass for act in side) for side in entry[1:]), entry[0]))
        return tuple(
            ThirdParty(state, tuple(sorted(a, key=lambda act: -act.mass)), tuple(sorted(b, key=lambda act: -act.mass)))
            for state, a, b in both[:_THIRD_PARTIES]
        )

    def _statements(self, dyad: Dyad, explanations: tuple[Explanation, ...]) -> tuple[Statement, ...]:
        """What either side is reported to have said, in the stories behind the newest turn."""
        if not explanations:
            return ()
        contributions = [c for driver in explanations[-1].drivers for c in driver.contributions]
        contributions.sort(key=lambda contribution: -abs(contribution.difference))
        clusters = list(dict.fromkeys(contribution.act.cluster for contribution in contributions))[:_STATEMENT_STORIES]
        finder = ActorFinder()
        statements: dict[str, Statement] = {}
        for cluster in clusters:
            for story in self._state.cluster(cluster):
                text = full_text(story.title, story.text)
                for saying in find_sayings(text, story.day, finder):
                    if saying.state in (dyad.a, dyad.b) and saying.start > len(story.title):
                        evidence = Evidence.in_story(story, saying.start, saying.end)
                        statements.setdefault(evidence.digest, Statement(saying.state, evidence))
        return tuple(statements.values())

    def _base_rate(self, acts: list[Act], horizon: int = 30) -> BaseRate | None:
        """How often a window of the past held an act of material conflict."""
        first, last = self.first_day, self.last_day
        windows = (last - first).days - horizon + 1
        if windows < 2 * horizon or not acts:
            return None
        material = [act for act in acts if act.type.quad.conflict and act.type.quad.material]
        days = np.array([act.day.toordinal() for act in material], dtype=np.int64)
        starts = np.arange(first.toordinal(), first.toordinal() + windows)
        hits = int(np.sum(np.searchsorted(days, starts + horizon, "right") > np.searchsorted(days, starts, "right")))
        examples = tuple(key for act in (material or acts) for key in act.events)
        return BaseRate("material conflict", horizon, hits, windows, first, last, examples)


def _event_columns(columns: Columns) -> EventColumns:
    numbers, texts = columns.numbers, columns.texts
    names = ("position", "number", "source", "target", "type", "mode", "status", "day", "cluster", "publisher", "theme", "standing")
    return EventColumns(
        **{name: numbers[name].astype(np.int64) for name in names},
        symmetric=numbers["symmetric"].astype(bool),
        confidence=numbers["confidence"].astype(np.float64),
        states=texts["states"],
        modes=texts["mode"],
        clusters=texts["cluster"],
        themes=texts["theme"],
        standings=texts["standing"],
    )
