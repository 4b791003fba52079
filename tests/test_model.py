"""Values that cannot be built wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.actors import Dyad, Mention, Role
from detente.model.briefs import Claim, ClaimKind, Sentence
from detente.model.errors import DetenteError, InputError, UnknownStateError
from detente.model.events import EventType, Quad, Standing
from detente.model.relations import EventKey
from detente.wire import to_json, to_wire
from tests.conftest import make_event, make_story

codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)


@given(codes, codes)
def test_a_dyad_has_no_order(a: str, b: str) -> None:
    if a == b:
        with pytest.raises(ValueError, match="two different"):
            Dyad(a, b)
        return
    assert Dyad(a, b) == Dyad(b, a)
    assert Dyad.parse(str(Dyad(a, b))) == Dyad(a, b)
    assert Dyad(a, b).other(a) == b


def test_every_type_has_a_quad() -> None:
    assert {kind.quad for kind in EventType} == set(Quad)
    assert EventType.SANCTION.quad is Quad.MATERIAL_CONFLICT
    assert EventType.ACCUSE.quad.conflict
    assert not EventType.ACCUSE.quad.material


@pytest.mark.parametrize(
    ("change", "message"),
    [({"target": "RUS"}, "two different"), ({"confidence": 1.5}, "no probability"), ({"end": 3}, "does not fit")],
)
def test_an_event_cannot_be_nonsense(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_event(**change)  # type: ignore[arg-type]


def test_a_mention_has_a_length() -> None:
    with pytest.raises(ValueError, match="span"):
        Mention(4, 4, "", "RUS", Role.GOV)


def test_no_claim_without_evidence_and_no_sentence_without_a_claim() -> None:
    with pytest.raises(ValueError, match="rests on nothing"):
        Claim("c1", ClaimKind.EVENT, "act", (), (), "m")
    with pytest.raises(ValueError, match="without a claim"):
        Sentence("Hello.", (), ())


@pytest.mark.parametrize("text", ["+ambassador_recalled", "-war"])
def test_standing_marks_read_back(text: str) -> None:
    assert str(Standing.parse(text)) == text


def test_a_standing_mark_needs_a_sign() -> None:
    assert Standing.parse("") is None
    with pytest.raises(ValueError, match="starts with"):
        Standing.parse("war")


@given(st.integers(0, 10**9), st.integers(0, 999))
def test_event_keys_read_back(position: int, number: int) -> None:
    assert EventKey.parse(str(EventKey(position, number))) == EventKey(position, number)


def test_errors_say_where_and_what_next() -> None:
    error = InputError("news.jsonl", 12, "no date", "Mend the line.")
    assert str(error) == "news.jsonl:12: no date. Mend the line."
    assert isinstance(error, DetenteError)
    assert "AZE" in str(UnknownStateError("Azerbeijan", ("AZE (Azerbaijan)",)))


def test_the_wire_form_of_values() -> None:
    event = make_event(standing=Standing("sanctions", True))
    wire = to_wire({"event": event, "dyad": Dyad("RUS", "AZE"), "key": EventKey(3, 1), "third": 1 / 3})
    assert wire["dyad"] == "AZE-RUS"
    assert wire["key"] == "3.1"
    assert wire["third"] == 0.333333
    assert wire["event"]["type"] == "ACCUSE"
    assert wire["event"]["standing"] == "+sanctions"
    assert wire["event"]["day"] == "2025-01-01"
    assert '"title": "A title"' in to_json(make_story())
    with pytest.raises(TypeError, match="no JSON form"):
        to_wire(object())
