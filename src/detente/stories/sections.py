"""What kind of text a story is, by its address and title: opinion, sport, culture and quizzes make no acts."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from detente.model.stories import Section

_OFFICIAL_HOST = re.compile(
    r"(?:^|\.)(?:gov|gouv|gob|gov\.[a-z]{2}|mfa\.[a-z]{2,3}(?:\.[a-z]{2})?|president\.[a-z]{2}|"
    r"kremlin\.ru|mid\.ru|state\.gov|whitehouse\.gov|europa\.eu|nato\.int|un\.org|auswaertiges-amt\.de)$"
)
_TITLES = (
    (Section.OPINION, re.compile(r"^(?i:opinion|editorial|op-?ed|comment|letters?|column|commentary)\b\s*[:|–—-]")),
    # "Headline | First Last": how several papers sign a column
    (Section.OPINION, re.compile(r"\|\s*[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){1,3}(?: and [A-Z][\w'’.-]+ [A-Z][\w'’.-]+)?$")),
    (Section.QUIZ, re.compile(r"\b(?:quiz|crossword|wordle|sudoku|strands hints?|connections hints?)\b", re.I)),
    (Section.LIVE, re.compile(r"\blive(?: updates?| blog|:)|[–—-] live$|^(?:live|watch live)\b|as it happened$", re.I)),
    (
        Section.SPORT,
        re.compile(
            r"\b(?:premier league|champions league|super bowl|grand slam|world cup|test match|t20|afcon|ufc|nfl|nba|mlb|"
            r"quarterback|striker|midfielder|wicket|fantasy football)\b",
            re.I,
        ),
    ),
)


@cache
def _by_segment() -> dict[str, Section]:
    text = resources.files("detente.stories").joinpath("data", "sections.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {segment: Section(section) for segment, section in rows[1:]}


def classify_section(url: str, title: str) -> Section:
    """The section of a story, from the segments of its URL first, its title second."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    for segment in parts.path.lower().split("/")[:-1]:
        found = _by_segment().get(segment)
        if found:
            return found
    for label in host.split(".")[:-2]:
        if label in _by_segment():
            return _by_segment()[label]
    for section, pattern in _TITLES:
        if pattern.search(title):
            return section
    return Section.OFFICIAL if _OFFICIAL_HOST.search(host) else Section.NEWS
