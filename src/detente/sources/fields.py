"""What every source does with a field: identify, date and bound it."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

OLDEST = date(1900, 1, 1)
# A clock that runs ahead, or a time zone misread, is forgiven a day.
FUTURE_GRACE = timedelta(days=1)
MAX_TITLE = 1_000
MAX_TEXT = 1_000_000
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|traffic_source|ns_\w+|at_\w+|cmpid?|ref|rss|partner|smid)$", re.I)


def canonical_url(url: str) -> str:
    """The address without fragment, tracking parameters, default port and letter case of the host."""
    parts = urlsplit(url.strip())
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)])
    host = (parts.hostname or "").lower()
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    return urlunsplit((parts.scheme.lower(), host + port, parts.path, query, ""))


def story_id(*parts: str) -> str:
    """A short stable id from what identifies a story."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def host_of(url: str) -> str:
    """The host of an address without ``www.``, empty if there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def parse_date(text: str, now: datetime) -> datetime:
    """Read an ISO 8601 or RFC 2822 date as UTC; a day without a time is its noon.

    Raises:
        ValueError: no date, before 1900, or more than a day in the future of ``now``.
    """
    text = text.strip()
    if not text:
        raise ValueError("no date")
    try:
        parsed = datetime.fromisoformat(text)
        if len(text) <= 10:
            parsed = parsed.replace(hour=12)
    except ValueError:
        try:
            parsed = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError) as error:
            raise ValueError(f"unreadable date {text[:40]!r}") from error
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=UTC)
    return check_date(parsed.astimezone(UTC), now)


def check_date(moment: datetime, now: datetime) -> datetime:
    """Return the moment if it lies between 1900 and a day after ``now``.

    Raises:
        ValueError: it does not.
    """
    if moment.date() < OLDEST:
        raise ValueError(f"date {moment.date()} is before 1900")
    if moment > now + FUTURE_GRACE:
        raise ValueError(f"date {moment.date()} is in the future")
    return moment
