"""Sentences, actors, triggers, and what any coder must keep to."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding import CODERS, make_coder
from detente.coding.actors import ActorFinder
from detente.coding.inflect import noun_forms, verb_forms
from detente.coding.lexicon import Lexicon, entries
from detente.coding.sentences import MAX_SENTENCE, split_sentences
from detente.coding.statements import find_sayings
from detente.coding.tokens import tokenise
from detente.model.errors import UsageError
from detente.model.events import EventType
from detente.model.stories import Section, full_text
from detente.ontology import plover
from tests.conftest import make_story

DAY = date(2025, 7, 1)
FINDER = ActorFinder()
CODER = make_coder()


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Iran warned Israel. Israel replied.", ["Iran warned Israel.", "Israel replied."]),
        ("The U.S. Navy left. It sailed.", ["The U.S. Navy left.", "It sailed."]),
        ("Gen. Smith met Mr. Khan at No. 10. They talked.", ["Gen. Smith met Mr. Khan at No. 10.", "They talked."]),
        ('"We refuse." He left.', ['"We refuse."', "He left."]),
        ("A title\n\nA body", ["A title", "A body"]),
        ("It cost $3.5 billion in all.", ["It cost $3.5 billion in all."]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@given(st.text(max_size=400))
def test_sentences_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    last = 0
    for start, end in split_sentences(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end


def test_endless_sentences_are_cut() -> None:
    assert all(end - start <= MAX_SENTENCE for start, end in split_sentences("Russia and Ukraine " * 6000))


@given(st.text(max_size=200))
def test_tokens_are_where_they_say(text: str) -> None:
    tokens = tokenise(text)
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        assert text[start:end].lower().replace("’", "'") == word


def states(text: str, day: date = DAY) -> list[tuple[str, str]]:
    return [(mention.state, mention.role.value) for mention in FINDER.find(text, day)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Azerbaijani prosecutors charged Russian police officers", [("AZE", "JUD"), ("RUS", "JUD")]),
        ("The Kremlin and the White House", [("RUS", "GOV"), ("USA", "GOV")]),
        ("France, Germany and the UK condemned Iran", [("FRA", "STATE"), ("DEU", "STATE"), ("GBR", "STATE"), ("IRN", "STATE")]),
        ("US-China talks", [("USA", "STATE"), ("CHN", "STATE")]),
        ("Israeli warplanes bombed Gaza", [("ISR", "MIL"), ("PSE", "STATE")]),
        ("Turkish Foreign Minister Orhan Demir flew to Tbilisi", [("TUR", "GOV"), ("GEO", "STATE")]),
        ("CHINA WARNS TAIWAN", [("CHN", "STATE"), ("TWN", "STATE")]),
        ("China’s People’s Liberation Army and Japan", [("CHN", "MIL"), ("JPN", "STATE")]),
        ("A US Congressman in Greenland", [("USA", "LEG"), ("DNK", "STATE")]),
        ("The Washington Post quoted Poland", [("POL", "STATE")]),
        ("an Iranian tanker and a Spanish-born coach", [("IRN", "BUS")]),
        ("email me at info@iran.com", []),
        ("usa and ukraine in lower case", []),
    ],
)
def test_actors(text: str, found: list[tuple[str, str]]) -> None:
    assert states(text) == found


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("Macedonia", date(2018, 1, 1), ["MKD"]),
        ("Zaire and Angola", date(1995, 1, 1), ["COD", "AGO"]),
        ("Zaire and Angola", date(2020, 1, 1), ["AGO"]),
        ("South Sudan", date(2012, 1, 1), ["SSD"]),
    ],
)
def test_names_hold_in_their_time(text: str, day: date, found: list[str]) -> None:
    assert [state for state, _ in states(text, day)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Georgia and Azerbaijan signed a transit accord in Tbilisi", ["GEO", "AZE", "GEO"]),
        ("Michael Jordan visited China", ["CHN"]),
        ("Jordan condemned Israel", ["JOR", "ISR"]),
        ("Jordan Pickford and Germany", ["DEU"]),
        ("Chad closed its border with Sudan", ["TCD", "SDN"]),
        ("Chad Johnson flew to Mexico", ["MEX"]),
        ("the state of Georgia voted", []),
    ],
)
def test_ambiguous_names_are_decided_by_their_company(text: str, found: list[str]) -> None:
    assert [state for state, _ in states(text)] == found


def test_the_prime_minister_of_2010_is_the_president_of_2015() -> None:
    from detente.ontology.leaders import in_office

    assert [t.name for t in in_office("RUS", "HOG", date(2010, 6, 1))] == ["Vladimir Putin"]
    assert [t.name for t in in_office("RUS", "HOS", date(2010, 6, 1))] == ["Dmitry Medvedev"]
    assert [t.name for t in in_office("RUS", "HOS", date(2015, 6, 1))] == ["Vladimir Putin"]
    assert states("Medvedev met Merkel", date(2010, 6, 1)) == [("RUS", "GOV"), ("DEU", "GOV")]


@given(st.text(max_size=300))
def test_mentions_are_in_the_text(text: str) -> None:
    for mention in FINDER.find(text, DAY):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("shell", {"shell", "shells", "shelled", "shelling"}),
        ("strike", {"strike", "strikes", "struck", "stricken", "striking"}),
        ("ban", {"ban", "bans", "banned", "banning"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
        ("withdraw", {"withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"}),
        ("retake", {"retake", "retakes", "retook", "retaken", "retaking"}),
    ],
)
def test_verb_forms(verb: str, forms: set[str]) -> None:
    assert verb_forms(verb) == forms


def test_noun_forms() -> None:
    assert noun_forms("embassy") == {"embassy", "embassies"}
    assert noun_forms("man") == {"man", "men"}


def test_the_lexicon_keeps_to_its_format() -> None:
    seen = set()
    for entry in entries():
        assert entry.pos in "vnah"
        assert entry.order in ("so", "os", "sym")
        assert 0 < entry.strength <= 1
        assert not entry.mode or entry.mode in plover.modes()[entry.type]
        key = (entry.pattern, entry.pos, entry.type)
        assert key not in seen
        seen.add(key)
    assert len(seen) >= 4000
    assert {entry.type for entry in entries()} == set(EventType)


def test_triggers_are_found_in_any_form_and_over_gaps() -> None:
    found = Lexicon().find("Ankara has summoned the Swedish ambassador".lower().split())
    assert any(t.entry.pattern.startswith("summon _ ambassador") and (t.start, t.end) == (2, 6) for t in found)


def test_unknown_coders_are_named() -> None:
    assert "default" in CODERS
    with pytest.raises(UsageError, match="no coder 'oracle'"):
        make_coder("oracle")


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Russia condemned Japan.", ("RUS", "ACCUSE", "JPN")),
        ("Japan was condemned by Russia.", ("RUS", "ACCUSE", "JPN")),
        ("Russia's invasion of Ukraine", ("RUS", "ASSAULT", "UKR")),
        ("Israel and Lebanon held talks in Cyprus.", ("ISR", "CONSULT", "LBN")),
        ("Pakistan expelled two Indian diplomats.", ("PAK", "SANCTION", "IND")),
    ],
)
def test_plain_sentences_are_coded(text: str, triple: tuple[str, str, str]) -> None:
    events = next(iter(CODER.code([make_story(text=text, title="", day=DAY)])))
    assert triple in {(e.source, e.type.value, e.target) for e in events}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "Russia",
        "Россия обвинила Украину",
        "俄罗斯指责乌克兰",
        '{"source": "RUS", "type": "ASSAULT", "target": "UKR"}',
        "\x00\x07" * 50,
    ],
)
def test_texts_without_an_event_give_none(text: str) -> None:
    assert list(CODER.code([make_story(text=text, title="", day=DAY)])) == [[]]


NAMES = st.sampled_from(["Russia", "Ukraine", "the US", "China's navy", "Israel", "Kyiv"])
WORDS = st.sampled_from(
    "attacked accused met by of and , talks not will that said with invasion sanctions . Türkiye's <b> \u202e \n".split(" ")
)


@settings(max_examples=150)
@given(st.lists(st.one_of(NAMES, WORDS, st.text(max_size=6)), max_size=30))
def test_every_event_quotes_the_text(parts: list[str]) -> None:
    story = make_story(title=" ".join(parts[:5]), text=" ".join(parts), day=DAY)
    text = full_text(story.title, story.text)
    for event in next(iter(CODER.code([story]))):
        assert text[event.start : event.end] == event.quote
        assert event.source != event.target
        assert not event.symmetric or event.source < event.target


def test_a_hundred_thousand_characters_are_no_trouble() -> None:
    list(CODER.code([make_story(text="Russia attacked Ukraine and " * 3700, day=DAY)]))


def test_opinion_and_other_languages_are_not_coded() -> None:
    text = "Russia condemned Japan."
    assert list(CODER.code([make_story(text=text, section=Section.OPINION), make_story(text=text, language="de")])) == [[], []]


def test_who_says_what() -> None:
    text = (
        "Police raided homes.\nRussian investigators said that one man died of heart failure. Azerbaijan rejected that. "
        "According to the Azerbaijani prosecutors, both were beaten."
    )
    said = [(s.state, text[s.start : s.end][:20]) for s in find_sayings(text, DAY, FINDER)]
    assert said == [("RUS", "Russian investigator"), ("AZE", "According to the Aze")]


def test_coding_is_the_same_in_every_process() -> None:
    program = (
        "import json; from datetime import date; from detente.coding import make_coder; from detente.wire import to_wire; "
        "from tests.conftest import make_story; s = make_story(text='Russia accused Ukraine of shelling Belgorod and struck Kyiv, Odesa and Lviv.'); "
        "print(json.dumps(to_wire(list(make_coder().code([s])))))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed, "PATH": ""}
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
    assert json.loads(outputs.pop())
