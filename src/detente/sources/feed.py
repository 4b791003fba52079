"""RSS and Atom, parsed by feedparser (BSD-2), from a file or from what ``sources.fetch`` brought."""

from __future__ import annotations

import calendar
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser

from detente.model.errors import InputError
from detente.model.stories import Item, Rejected
from detente.sources.fields import MAX_TEXT, MAX_TITLE, canonical_url, check_date, host_of, story_id

_DATES = ("published_parsed", "updated_parsed", "created_parsed")


def read_feed(content: bytes, origin: str, now: datetime, headers: Mapping[str, str] | None = None) -> Iterator[Item | Rejected]:
    """Yield the entries of a feed document. An entry without a date is dated to ``now``: that is when it was seen.

    Raises:
        InputError: the document is no feed.
    """
    parsed = feedparser.parse(io.BytesIO(content), response_headers=dict(headers or {}))
    if not parsed.get("version") and not parsed.entries:
        raise InputError(
            origin, None, "this is no RSS or Atom feed", "Open the address in a browser: sites often serve a page where a feed was."
        )
    publisher = _text(parsed.feed.get("title")) or host_of(origin) or origin
    for number, entry in enumerate(parsed.entries, 1):
        try:
            yield _read_entry(entry, origin, publisher, now)
        except ValueError as error:
            yield Rejected(origin, number, str(error)[:200], _text(entry.get("title"))[:200])


def _read_entry(entry: Mapping[str, Any], origin: str, publisher: str, now: datetime) -> Item:
    url, identifier = _text(entry.get("link")), _text(entry.get("id"))
    title = _text(entry.get("title"))
    text = max((_text(part.get("value")) for part in entry.get("content") or [{}]), key=len) or _text(entry.get("summary"))
    if not url and not identifier:
        raise ValueError("entry with neither link nor id")
    if not title and not text:
        raise ValueError("entry with neither title nor text")
    source = entry.get("source") or {}
    named = _text(source.get("title")) or publisher
    key = story_id(canonical_url(url)) if url else story_id(origin, identifier)
    return Item(key, url or identifier, title[:MAX_TITLE], text[:MAX_TEXT], _date(entry, now), named, origin)


def _date(entry: Mapping[str, Any], now: datetime) -> datetime:
    for name in _DATES:
        parts = entry.get(name)
        if parts:
            return check_date(datetime.fromtimestamp(calendar.timegm(parts), UTC), now)
    return now


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
