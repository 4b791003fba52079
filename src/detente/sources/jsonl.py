"""JSON Lines of news items, plain or gzip.

Fields: ``id`` and/or ``url``; ``title``; ``text`` or ``description``; ``date``; ``publisher``. Common other names (``link``,
``date_published``, ``source_url``, ``lead``) are understood.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from detente.model.errors import InputError
from detente.model.stories import Item, Rejected
from detente.sources.fields import MAX_TEXT, MAX_TITLE, canonical_url, host_of, parse_date, story_id

MAX_LINE = 4_000_000
_URL = ("url", "link")
_DATE = ("date", "date_published", "published", "pubDate")
_TEXT = ("text", "description", "summary", "content")
# Aggregators name the real publisher at the end of the title.
_AGGREGATORS = frozenset({"news.google.com"})
_TITLE_PUBLISHER = re.compile(r"\s[-–—]\s([^-–—]{2,40})$")


def read_jsonl(path: Path, now: datetime) -> Iterator[Item | Rejected]:
    """Yield the items of a file and, for each line that holds none, why.

    Raises:
        InputError: the file cannot be opened, or is not what its name says.
    """
    number = 0
    try:
        with _open(path) as stream:
            while line := stream.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    while line and not line.endswith(b"\n"):
                        line = stream.readline(MAX_LINE)
                    yield Rejected(path.name, number, f"line longer than {MAX_LINE:,} bytes")
                elif line.strip():
                    yield _read_line(line, path.name, number, now)
    except (OSError, EOFError, zlib.error) as error:
        hint = (
            "Give a JSON Lines file, plain or gzip."
            if number == 0
            else "The lines before it were read: mend the file and import it again, nothing is counted twice."
        )
        raise InputError(str(path), number or None, f"cannot be read ({error})", hint) from error


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as stream:
        gzipped = stream.read(2) == b"\x1f\x8b"
        stream.seek(0)
        if gzipped:
            with gzip.GzipFile(fileobj=stream) as unpacked:
                yield cast(IO[bytes], unpacked)
        else:
            yield stream


def _read_line(line: bytes, origin: str, number: int, now: datetime) -> Item | Rejected:
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise ValueError(f"a JSON object expected, not {type(row).__name__}")
        return read_item(row, origin, now)
    except (ValueError, RecursionError) as error:
        return Rejected(origin, number, str(error)[:200], line[:200].decode("utf-8", "replace"))


def read_item(row: Mapping[str, Any], origin: str, now: datetime) -> Item:
    """Build an item from one decoded object.

    Raises:
        ValueError: a field is missing or unreadable.
    """
    url, identifier = _first(row, _URL), _first(row, ("id", "guid"))
    title = _first(row, ("title", "headline"))
    text = "\n".join(dict.fromkeys(filter(None, (_first(row, ("lead",)), _first(row, _TEXT)))))
    if not url and not identifier:
        raise ValueError("neither id nor url")
    if not title and not text:
        raise ValueError("neither title nor text")
    published = parse_date(_first(row, _DATE), now)
    publisher = _publisher(row, url, title)
    key = story_id(publisher, identifier) if identifier else story_id(canonical_url(url))
    return Item(key, url, title[:MAX_TITLE], text[:MAX_TEXT], published, publisher, origin)


def _publisher(row: Mapping[str, Any], url: str, title: str) -> str:
    given = _first(row, ("publisher",))
    if given:
        return given
    source = host_of(_first(row, ("source_url",))) or host_of(url)
    if source in _AGGREGATORS and (named := _TITLE_PUBLISHER.search(title)):
        return named[1].strip()
    return host_of(url) or source or "unknown"


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = row.get(name)
        if isinstance(value, bool):
            continue
        if isinstance(value, (str, int)) and str(value).strip():
            return str(value).strip()
    return ""
