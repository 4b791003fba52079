"""Readers, and what hostile input gets from them."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.errors import FetchError, InputError
from detente.model.stories import Item, Rejected
from detente.sources.feed import read_feed
from detente.sources.fetch import Limits, fetch
from detente.sources.fields import canonical_url, parse_date
from detente.sources.jsonl import read_jsonl
from tests.conftest import NOW


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


GOOD = {"url": "https://a.com/x", "title": "T", "description": "D", "date": "2026-01-02T10:00:00Z", "publisher": "P"}


def test_fields_and_their_other_names(tmp_path: Path) -> None:
    rows = [GOOD, {"link": "https://b.com/y", "title": "U", "date_published": "2026-01-03", "source_url": "https://www.b.com/rss"}]
    first, second = read_jsonl(write(tmp_path / "n.jsonl", *rows), NOW)
    assert isinstance(first, Item)
    assert isinstance(second, Item)
    assert (first.title, first.text, first.publisher) == ("T", "D", "P")
    assert first.published == datetime(2026, 1, 2, 10, tzinfo=UTC)
    assert second.publisher == "b.com"
    assert second.published.hour == 12


def test_gzip_is_seen_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(gzip.compress(json.dumps(GOOD).encode()))
    assert len(list(read_jsonl(path, NOW))) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{broken", "Expecting"),
        ("[1, 2]", "JSON object expected"),
        ({**GOOD, "url": None}, "neither id nor url"),
        ({**GOOD, "title": "", "description": ""}, "neither title nor text"),
        ({**GOOD, "date": ""}, "no date"),
        ({**GOOD, "date": "yesterday"}, "unreadable date"),
        ({**GOOD, "date": "1812-06-24"}, "before 1900"),
        ({**GOOD, "date": "2031-01-01"}, "in the future"),
        ("[" * 100_000, ""),
    ],
)
def test_bad_lines_are_rejected_with_place_and_reason_and_the_rest_goes_on(tmp_path: Path, row: object, reason: str) -> None:
    bad, good = read_jsonl(write(tmp_path / "n.jsonl", row, GOOD), NOW)
    assert isinstance(bad, Rejected)
    assert bad.line == 1
    assert reason in bad.reason
    assert isinstance(good, Item)


def test_an_endless_line_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    path.write_bytes(b'{"title": "' + b"x" * 5_000_000 + b'"}\n' + json.dumps(GOOD).encode())
    bad, good = read_jsonl(path, NOW)
    assert isinstance(bad, Rejected)
    assert "longer than" in bad.reason
    assert isinstance(good, Item)


def test_a_truncated_archive_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl.gz"
    path.write_bytes(gzip.compress(b"".join(json.dumps({**GOOD, "id": n}).encode() + b"\n" for n in range(2000)))[:-400])
    with pytest.raises(InputError, match=r"n\.jsonl\.gz:\d+.*import it again"):
        list(read_jsonl(path, NOW))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_jsonl(tmp_path / "none.jsonl", NOW))


@given(st.binary(max_size=400))
def test_any_bytes_as_json_lines(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("x") / "n.jsonl"
    path.write_bytes(content)
    try:
        assert all(isinstance(row, (Item, Rejected)) for row in read_jsonl(path, NOW))
    except InputError:
        assert content[:2] == b"\x1f\x8b"


def test_addresses_are_compared_without_tracking() -> None:
    assert canonical_url("HTTPS://A.com:443/x?utm_source=rss&id=1#top") == "https://a.com/x?id=1"


@given(st.text(max_size=40))
def test_dates_are_read_or_refused(text: str) -> None:
    try:
        assert parse_date(text, NOW).tzinfo is not None
    except ValueError:
        return


RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Paper</title>
<item><title>One</title><link>https://p.com/1</link><description>&lt;p&gt;Text&lt;/p&gt;</description><pubDate>Fri, 02 Jan 2026 10:00:00 GMT</pubDate></item>
<item><title>Two</title><guid>tag:2</guid></item>
<item><description></description></item></channel></rss>"""


def test_a_feed_gives_items_and_rejections() -> None:
    one, two, three = read_feed(RSS, "https://p.com/rss", NOW)
    assert isinstance(one, Item)
    assert (one.title, one.publisher, one.published.day) == ("One", "The Paper", 2)
    assert isinstance(two, Item)
    assert two.published == NOW
    assert isinstance(three, Rejected)


@pytest.mark.parametrize("content", [b"", b"<html><body>Not here</body></html>", b"\x00\x01\x02", b"{}"])
def test_what_is_no_feed_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="no RSS or Atom feed"):
        list(read_feed(content, "https://p.com/rss", NOW))


def test_entity_bombs_and_outside_entities_do_no_harm(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOPSECRET")
    bomb = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file://' + str(secret).encode() + b'">]>'
    rows = list(read_feed(bomb + RSS.replace(b"One", b"&b;&f;"), "https://p.com/rss", NOW))
    assert rows
    assert not any("TOPSECRET" in row.title for row in rows if isinstance(row, Item))


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest")
            self.end_headers()
        elif self.path == "/big":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 200_000)
        elif self.path == "/missing":
            self.send_error(404)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(RSS)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{http.server_address[1]}"
        http.shutdown()
        thread.join()


OPEN = Limits(seconds=5, bytes=100_000, allow_private=True)


def test_fetching_over_loopback(server: str) -> None:
    assert fetch(server + "/rss", OPEN).content == RSS


@pytest.mark.parametrize(("path", "reason"), [("/missing", "answered 404"), ("/big", "longer than"), ("/loop", "redirects")])
def test_fetching_what_is_broken(server: str, path: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        fetch(server + path, OPEN)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/", "http://0.0.0.0/"],
)
def test_inner_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match="no public address"):
        fetch(url, Limits(seconds=2))


def test_a_name_that_resolves_inside_is_refused() -> None:
    with pytest.raises(FetchError, match="no public address"):
        fetch("http://innocent.example/", Limits(seconds=2), resolver=lambda host, port: ["93.184.216.34", "192.168.0.1"])


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.com/x", "gopher://a", "http://", "data:text/plain,x"])
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, Limits(seconds=2, allow_private=True))
