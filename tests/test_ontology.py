"""The data files hold what the readers promise."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from detente.model.errors import DataFileError
from detente.model.events import EventType
from detente.ontology import plover, themes
from detente.ontology.leaders import terms
from detente.ontology.standing import standing_kinds
from detente.ontology.states import names, state_name, states
from detente.ontology.tables import Validity, read_table


def test_the_two_faults_of_published_tables_are_corrected() -> None:
    assert -3.5 <= plover.weight(EventType.ACCUSE) <= -2
    codes = plover.cameo_codes()
    assert codes["161"].weight <= codes["164"].weight < 0, "cutting ties weighs at least what halting talks does"
    assert codes["161"].goldstein == -4
    assert codes["163"].type is EventType.SANCTION


def test_weights_agree_with_the_quads() -> None:
    for (kind, mode), value in plover.weights().items():
        assert (value < 0) == kind.quad.conflict, (kind, mode)
        assert -10 <= value <= 10
    assert plover.weight(EventType.ASSAULT, "no such mode") == plover.weight(EventType.ASSAULT)


def test_every_cameo_code_maps_to_what_exists() -> None:
    for code in plover.cameo_codes().values():
        assert code.type is None or not code.mode or code.mode in plover.modes()[code.type], code
        assert set(code.contexts) <= set(plover.contexts())


def test_the_world_is_there() -> None:
    everyone = states()
    assert {"TWN", "PSE", "XKX", "VAT", "EUE", "NAT", "UNO"} <= set(everyone)
    assert sum(state.kind == "state" for state in everyone.values()) == 197
    assert state_name("AZE") == "Azerbaijan"
    assert everyone["AZE"].adjective == "Azerbaijani"


def test_names_belong_to_known_states_and_hold_some_day() -> None:
    seen: dict[tuple[str, str, str], list[Validity]] = defaultdict(list)
    for name in names():
        assert name.code in states(), name
        assert name.surface == name.surface.strip()
        assert name.validity.start is None or name.validity.end is None or name.validity.start < name.validity.end
        for other in seen[name.surface, name.code, name.kind]:
            assert not other.overlaps(name.validity), name
        seen[name.surface, name.code, name.kind].append(name.validity)


def test_terms_belong_to_known_states_and_have_a_length() -> None:
    for term in terms():
        assert term.code in states(), term
        assert term.surfaces or term.after_title, term
        assert term.validity.start is None or term.validity.end is None or term.validity.start < term.validity.end, term


def test_themes_and_kinds_fit_together() -> None:
    assert {kind.theme for kind in standing_kinds().values()} <= set(themes.themes())
    assert themes.label("Police searched the news agency and arrested two journalists")[0][:2] == (
        "arrests and expulsions",
        "media and culture",
    )
    assert themes.label("") == ((), ())


def test_a_damaged_table_is_named() -> None:
    with pytest.raises(DataFileError, match=r"plover\.tsv: columns"):
        list(read_table("detente.ontology", "plover.tsv", ("a", "b")))


def test_validity_is_half_open() -> None:
    span = Validity(date(2019, 2, 12), date(2020, 1, 1))
    assert date(2019, 2, 12) in span
    assert date(2020, 1, 1) not in span
    assert not span.overlaps(Validity(date(2020, 1, 1)))
    assert span.overlaps(Validity())
