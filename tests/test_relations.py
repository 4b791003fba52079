"""Acts, level, ledger, turns, drivers: against formulas worked by hand, and as properties."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.actors import Dyad
from detente.model.events import EventType, Status
from detente.model.relations import Band, Direction
from detente.relations.acts import STATUSES, TYPES, ActColumns, EventColumns, collect_acts
from detente.relations.changes import find_changes
from detente.relations.drivers import explain_change
from detente.relations.exposure import measure_exposure
from detente.relations.ledger import caps, standing_acts, standing_on
from detente.relations.level import FLAT, Exposure, PairActs, band_of, level_series, level_without
from detente.relations.tails import log10_normal_tail, surprise

DAY = date(2025, 1, 1)
PAIR = Dyad("AZE", "RUS")


def columns(events: list[dict[str, object]]) -> EventColumns:
    """Event columns from plain rows: source, target, type, day, and what else differs from the usual."""
    texts: dict[str, list[str]] = {name: [""] for name in ("mode", "cluster", "publisher", "theme", "standing")}
    states: list[str] = []

    def code(values: list[str], value: object) -> int:
        if value not in values:
            values.append(str(value))
        return values.index(str(value))

    usual = {
        "mode": "",
        "cluster": "c",
        "publisher": "P",
        "theme": "diplomacy",
        "standing": "",
        "status": Status.FACT,
        "confidence": 1.0,
        "symmetric": False,
    }
    full = [usual | event for event in events]
    ints = {
        "position": [n + 1 for n in range(len(full))],
        "number": [0] * len(full),
        "source": [code(states, e["source"]) for e in full],
        "target": [code(states, e["target"]) for e in full],
        "type": [TYPES.index(e["type"]) for e in full],  # type: ignore[arg-type]
        "status": [STATUSES.index(e["status"]) for e in full],  # type: ignore[arg-type]
        "day": [e["day"].toordinal() for e in full],  # type: ignore[attr-defined]
        **{name: [code(texts[name], e[name]) for e in full] for name in texts},
    }
    return EventColumns(
        **{name: np.array(values, dtype=np.int64) for name, values in ints.items()},
        symmetric=np.array([e["symmetric"] for e in full], dtype=bool),
        confidence=np.array([e["confidence"] for e in full], dtype=float),
        states=tuple(states),
        modes=tuple(texts["mode"]),
        clusters=tuple(texts["cluster"]),
        themes=tuple(texts["theme"]),
        standings=tuple(texts["standing"]),
    )


def event(
    kind: EventType = EventType.ACCUSE, source: str = "RUS", target: str = "AZE", day: date = DAY, **more: object
) -> dict[str, object]:
    return {"type": kind, "source": source, "target": target, "day": day} | more


def of_pair(events: list[dict[str, object]]) -> tuple[ActColumns, np.ndarray, PairActs]:
    acts = collect_acts(columns(events))
    rows = acts.rows_of("AZE", "RUS")
    return acts, rows, PairActs.of(acts, rows, "AZE")


def days(first: date, last: date) -> np.ndarray:
    return np.arange(first.toordinal(), last.toordinal() + 1)


# acts


def test_fifty_reports_are_one_act() -> None:
    acts = collect_acts(columns([event(publisher=f"P{n % 20}", confidence=0.5 + n / 200) for n in range(50)]))
    assert len(acts) == 1
    act = acts.act(0)
    assert (act.reports, act.publishers) == (50, 20)
    assert act.confidence == pytest.approx(0.745)
    assert act.mass == pytest.approx(0.745 * min(1 + 0.3 * math.log(20), 2.0) * 2.5 / 4.0)
    assert len(act.events) == 50


def test_what_differs_makes_another_act() -> None:
    variants = [event(), event(EventType.REJECT), event(source="AZE", target="RUS"), event(day=DAY + timedelta(1)), event(cluster="d")]
    assert len(collect_acts(columns(variants))) == 5


@pytest.mark.parametrize("status", [Status.ALLEGED, Status.INTENDED, Status.NEGATED, Status.BACKGROUND])
def test_only_facts_make_acts(status: Status) -> None:
    assert len(collect_acts(columns([event(status=status)]))) == 0


def test_no_events_no_acts() -> None:
    acts = collect_acts(columns([]))
    assert len(acts) == 0
    assert len(acts.rows_of("AZE", "RUS")) == 0


def test_the_surest_event_that_has_one_gives_mode_theme_and_mark() -> None:
    rows = [
        event(EventType.SANCTION, mode="expel", standing="+diplomats_expelled", confidence=0.6),
        event(EventType.SANCTION, confidence=0.9),
    ]
    act = collect_acts(columns(rows)).act(0)
    assert (act.mode, act.standing, act.weight) == ("expel", "+diplomats_expelled", -6.5)


# level


def test_the_level_worked_by_hand() -> None:
    # AZE accuses RUS (mass 2.5/4) 45 days ago, RUS cooperates with AZE (5.5/4) 120 days ago: each has halved.
    _, _, pair = of_pair(
        [event(EventType.ACCUSE, "AZE", "RUS", DAY - timedelta(45)), event(EventType.COOPERATE, "RUS", "AZE", DAY - timedelta(120))]
    )
    levels = level_series(pair, days(DAY - timedelta(200), DAY))
    conflict, cooperation = 2.5 / 4 / 2, 5.5 / 4 / 2
    assert levels.forward[-1] == pytest.approx(-10 * conflict / (conflict + 5))
    assert levels.backward[-1] == pytest.approx(10 * cooperation / (cooperation + 5))
    assert levels.value[-1] == pytest.approx((levels.forward[-1] + levels.backward[-1]) / 2)
    assert levels.at(-1).little_evidence


def test_nothing_known_is_the_prior_and_no_more() -> None:
    _, _, pair = of_pair([])
    level = level_series(pair, days(DAY, DAY), prior=2.0).at(0)
    assert level.value == pytest.approx(2.0)
    assert level.little_evidence
    assert level.recent_acts == 0


kinds = st.sampled_from(list(EventType))
histories = st.lists(st.tuples(kinds, st.booleans(), st.integers(0, 400), st.floats(0.1, 1.0), st.booleans()), max_size=25)


def history(rows: list[tuple[EventType, bool, int, float, bool]]) -> list[dict[str, object]]:
    return [
        event(k, "AZE" if f else "RUS", "RUS" if f else "AZE", DAY + timedelta(d), confidence=c, symmetric=s, cluster=f"c{n}")
        for n, (k, f, d, c, s) in enumerate(rows)
    ]


@given(histories)
def test_levels_stay_in_range_and_inside_their_interval(rows: list[tuple[EventType, bool, int, float, bool]]) -> None:
    _, _, pair = of_pair(history(rows))
    levels = level_series(pair, days(DAY, DAY + timedelta(430)))
    assert (np.abs(levels.value) <= 10).all()
    assert (levels.low <= levels.value + 1e-9).all()
    assert (levels.value <= levels.high + 1e-9).all()


@given(histories, st.integers(1, 420))
def test_a_day_more_gives_what_a_full_computation_gives(rows: list[tuple[EventType, bool, int, float, bool]], split: int) -> None:
    _, _, pair = of_pair(history(rows))
    exposure = Exposure(DAY.toordinal() + 60, 1.0 + 0.5 * np.sin(np.arange(370) / 9.0))
    whole = level_series(pair, days(DAY, DAY + timedelta(430)), exposure)
    tail = level_series(pair, days(DAY + timedelta(split), DAY + timedelta(430)), exposure)
    assert np.allclose(whole.value[split:], tail.value, rtol=0, atol=1e-9)


@given(histories, st.integers(0, 430))
def test_leaving_an_act_out_is_exact(rows: list[tuple[EventType, bool, int, float, bool]], at: int) -> None:
    listed = history(rows)
    acts, kept, pair = of_pair(listed)
    day = DAY + timedelta(at)
    value, without = level_without(pair, day.toordinal())
    assert value == pytest.approx(level_series(pair, days(day, day)).value[0], abs=1e-9)
    for index, row in enumerate(kept):
        members = {key.position - 1 for key in acts.act(int(row)).events}
        _, _, rest = of_pair([e for n, e in enumerate(listed) if n not in members])
        assert without[index] == pytest.approx(level_series(rest, days(day, day)).value[0], abs=1e-9)


def test_more_evidence_narrows_the_interval() -> None:
    def width(count: int) -> float:
        _, _, pair = of_pair([event(cluster=f"c{n}") for n in range(count)])
        level = level_series(pair, days(DAY, DAY)).at(0)
        return level.high - level.low

    assert width(60) < width(20) < width(5)


def test_a_louder_press_does_not_move_the_level() -> None:
    start = DAY - timedelta(800)
    quiet = [event(EventType.COOPERATE, day=start + timedelta(n), cluster=f"q{n}") for n in range(0, 801, 10)]
    loud = [event(EventType.COOPERATE, day=start + timedelta(n), cluster=f"l{n}-{k}") for n in range(0, 801, 10) for k in range(3)]
    exposure = Exposure(start.toordinal(), np.full(801, 3.0))
    _, _, few = of_pair(quiet)
    _, _, many = of_pair(loud)
    plain = level_series(few, days(DAY, DAY)).value[0]
    assert level_series(many, days(DAY, DAY), exposure).value[0] == pytest.approx(plain, abs=0.05)


def test_bands_cover_the_scale() -> None:
    assert [band_of(v) for v in (9, 3, 0, -2, -5, -9)] == list(Band)


def test_exposure_is_relative_to_the_panels_own_past() -> None:
    ordinals = np.arange(DAY.toordinal(), DAY.toordinal() + 400)
    counts = np.where(ordinals >= DAY.toordinal() + 390, 30, 10)
    rising = measure_exposure(ordinals, np.zeros(400, np.int64), counts)
    assert rising.values[200] == pytest.approx(1.0)
    assert rising.values[-1] > 2.5
    newcomer = measure_exposure(
        np.r_[ordinals, ordinals[-20:]], np.r_[np.zeros(400, np.int64), np.ones(20, np.int64)], np.r_[np.full(400, 10), np.full(20, 500)]
    )
    assert newcomer.values[-1] == pytest.approx(1.0), "a publisher that came late is not of the panel"
    assert measure_exposure(ordinals[:5], np.zeros(5, np.int64), counts[:5]) is FLAT


# ledger


def test_standing_acts_open_cap_and_close() -> None:
    recall = event(EventType.SANCTION, "AZE", "RUS", DAY, standing="+ambassador_recalled")
    again = event(EventType.SANCTION, "AZE", "RUS", DAY + timedelta(3), standing="+ambassador_recalled", cluster="d")
    back = event(EventType.COOPERATE, "RUS", "AZE", DAY + timedelta(100), standing="-ambassador_recalled", cluster="e")
    acts, rows, _ = of_pair([recall, again, back])
    ledger = standing_acts(acts.act(int(row)) for row in rows)
    assert [(entry.kind, entry.opened, entry.closed) for entry in ledger] == [("ambassador_recalled", DAY, DAY + timedelta(100))]
    ceiling = caps(ledger, days(DAY - timedelta(1), DAY + timedelta(101)))
    assert ceiling[0] == np.inf
    assert ceiling[1] == ceiling[100] == -1.5
    assert ceiling[101] == np.inf
    assert standing_on(ledger, DAY + timedelta(50)) == ledger
    assert standing_on(ledger, DAY + timedelta(100)) == []


def test_an_unsure_report_opens_nothing() -> None:
    acts, rows, _ = of_pair([event(EventType.SANCTION, standing="+ties_cut", confidence=0.3)])
    assert standing_acts(acts.act(int(row)) for row in rows) == []


def test_silence_after_ties_are_cut_is_no_recovery() -> None:
    acts, rows, pair = of_pair([event(EventType.SANCTION, standing="+ties_cut", mode="withdraw")])
    span = days(DAY, DAY + timedelta(90))
    ledger = standing_acts(acts.act(int(row)) for row in rows)
    levels = level_series(pair, span, cap=caps(ledger, span))
    assert band_of(levels.value[-1]) is band_of(levels.value[0]) is Band.TENSE


# turns


def calm_year(kind: EventType = EventType.CONSULT) -> list[dict[str, object]]:
    return [event(kind, "AZE", "RUS", DAY - timedelta(n), symmetric=True, cluster=f"calm{n}") for n in range(1, 360, 9)]


def crisis(count: int = 6, day: date = DAY) -> list[dict[str, object]]:
    return [
        event(EventType.COERCE, "RUS" if n % 2 else "AZE", "AZE" if n % 2 else "RUS", day + timedelta(n // 3), cluster=f"x{n}")
        for n in range(count)
    ]


def turns(events: list[dict[str, object]], last: date = DAY + timedelta(40)) -> list[object]:
    _, _, pair = of_pair(events)
    return [(change.direction, change.day) for change in find_changes(PAIR, pair, days(DAY - timedelta(365), last))]


def test_a_crisis_in_a_calm_year_is_found_at_once() -> None:
    found = turns(calm_year() + crisis())
    assert len(found) == 1
    direction, day = found[0]  # type: ignore[misc]
    assert direction is Direction.DETERIORATED
    assert DAY <= day <= DAY + timedelta(2)


def test_a_calm_year_raises_nothing() -> None:
    assert turns(calm_year()) == []
    assert turns([]) == []


def test_a_single_act_raises_nothing() -> None:
    assert turns(calm_year() + crisis(1)) == []


def test_more_of_everything_is_no_turn() -> None:
    mixed = [
        e
        for n in range(1, 360, 6)
        for e in (
            event(EventType.ACCUSE, day=DAY - timedelta(n), cluster=f"m{n}"),
            event(EventType.AGREE, day=DAY - timedelta(n), cluster=f"n{n}"),
        )
    ]
    surge = [event(k, day=DAY, cluster=f"s{n}{k}") for n in range(8) for k in (EventType.ACCUSE, EventType.AGREE)]
    assert [d for d, day in turns(mixed + surge) if day >= DAY] == []  # type: ignore[misc]


@given(histories, st.integers(30, 400))
def test_nothing_after_the_day_is_read(rows: list[tuple[EventType, bool, int, float, bool]], cut: int) -> None:
    listed = history(rows)
    last = DAY + timedelta(cut)
    early = [e for e in listed if e["day"] <= last]  # type: ignore[operator]
    _, _, whole = of_pair(listed)
    _, _, part = of_pair(early)
    span = days(DAY, DAY + timedelta(430))
    known_then = [c for c in find_changes(PAIR, whole, span) if c.day <= last]
    assert known_then == find_changes(PAIR, part, days(DAY, last))


def test_drivers_are_the_acts_of_the_turn() -> None:
    acts, rows, pair = of_pair(
        calm_year()
        + [e | {"theme": "arrests and expulsions"} for e in crisis()]
        + [event(day=DAY + timedelta(1), theme="media and culture", cluster="m")]
    )
    span = days(DAY - timedelta(365), DAY + timedelta(40))
    levels = level_series(pair, span)
    change = find_changes(PAIR, pair, span)[0]
    found = explain_change(change, acts, rows, levels)
    assert {driver.theme for driver in found.drivers} == {"arrests and expulsions"}
    assert {driver.initiator for driver in found.drivers} == {"AZE", "RUS"}
    assert found.explained >= 0.8
    assert all(c.difference < 0 for driver in found.drivers for c in driver.contributions)
    assert found.level_after.value < found.level_before.value


# tails


@pytest.mark.parametrize(("z", "exact"), [(0.0, -0.30103), (1.0, -0.79954), (2.0, -1.64302), (4.0, -4.49934), (8.0, -15.20611)])
def test_normal_tails_against_tables(z: float, exact: float) -> None:
    assert float(log10_normal_tail(np.array(z))) == pytest.approx(exact, abs=0.01)


@given(st.floats(0.1, 50), st.floats(0.05, 20), st.floats(1.0, 8.0))
def test_surprise_grows_with_the_total(total: float, mean: float, spread: float) -> None:
    low = float(surprise(np.array(total), np.array(mean), np.array(mean * spread)))
    high = float(surprise(np.array(total + 1), np.array(mean), np.array(mean * spread)))
    assert 0.0 <= low <= high
