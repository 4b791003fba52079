"""The site over loopback, and in a real browser where there is one."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
import uvicorn

from detente.service import Monitor
from detente.surfaces.web.app import create_app
from tests.conftest import NOW, FakeCoder, make_event, make_item
from tests.test_service import DAY, items_of, quarrel

NASTY = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    events = quarrel()
    hostile = make_item("nasty", f"Russia {NASTY} accused Azerbaijan", "&lt;img src=x onerror=alert(1)&gt; it said", day=DAY)
    quote = f"Russia {NASTY} accused Azerbaijan"
    events["nasty"] = [make_event(story="nasty", day=DAY + timedelta(2), quote=quote)]
    with Monitor(folder, clock=lambda: NOW, coder=lambda: FakeCoder(events)) as monitor:  # type: ignore[arg-type]
        monitor.import_items([*items_of(events), hostile])  # type: ignore[list-item]
        monitor.code_new()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(folder), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def get(url: str) -> httpx2.Response:
    return httpx2.get(url, timeout=20)


PAGES = ["/", "/dyads/AZE-RUS", "/dyads/AZE-RUS/acts", "/briefs/AZE-RUS", "/stories/nasty", "/methods", "/dyads/FJI-PER", "/briefs/FJI-PER"]
TWINS = ["/index.json", "/dyads/AZE-RUS.json", "/dyads/AZE-RUS/acts.json", "/briefs/AZE-RUS.json", "/stories/nasty.json"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_answer_and_escape(site: str, page: str) -> None:
    response = get(site + page)
    assert response.status_code == 200
    assert NASTY not in response.text
    assert "<img src=x" not in response.text
    assert "default-src 'self'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("page", TWINS)
def test_twins_say_what_they_were_computed_from(site: str, page: str) -> None:
    answer = get(site + page).json()
    assert {"generated_at", "data_through", "log_version", "method_version"} <= set(answer)


def test_every_number_of_the_pair_page_leads_to_sentences(site: str) -> None:
    page = get(site + "/dyads/AZE-RUS").text
    links = set(re.findall(r'href="(/dyads/AZE-RUS/acts[^"#]*)', page))
    assert len(links) >= 6
    for link in links:
        answer = get(site + link.replace("&amp;", "&"))
        assert "<blockquote>" in answer.text, link


def test_what_is_not_there(site: str) -> None:
    assert get(site + "/dyads/AZE-ZZZ").status_code == 404
    assert get(site + "/dyads/nonsense.json").json()["status"] == 404
    assert get(site + "/dyads/AZE-AZE").status_code == 404
    assert get(site + "/stories/..%2f..%2fetc").status_code == 404
    assert get(site + "/?as_of=999").status_code == 404
    assert get(site + "/dyads/AZE-RUS/acts?limit=1000000000").status_code == 422


def test_search_box_understands_names(site: str) -> None:
    answer = httpx2.get(site + "/go?pair=Russia, azerbaijan", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dyads/AZE-RUS")


def test_acts_come_in_pages(site: str) -> None:
    first = get(site + "/dyads/AZE-RUS/acts.json?limit=10").json()
    second = get(site + f"/dyads/AZE-RUS/acts.json?limit=10&offset={first['next_offset']}").json()
    assert len(first["acts"]) == 10
    assert first["total"] == second["total"] == 45
    assert not {act["events"][0] for act in first["acts"]} & {act["events"][0] for act in second["acts"]}
    one = get(site + f"/dyads/AZE-RUS/acts.json?from={DAY}&to={DAY}&side=conflict&source=AZE").json()
    assert {(act["day"], act["source"]) for act in one["acts"]} == {(str(DAY), "AZE")}


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_in_a_browser(site: str, width: int, tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        pytest.skip("no Chromium on this machine")
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        f"--user-data-dir={tmp_path}",
    ]
    page = subprocess.run(
        [browser, *flags, f"--window-size={width},900", "--virtual-time-budget=8000", "--dump-dom", site + "/dyads/AZE-RUS"],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    ).stdout
    assert "vega-embed" in page, "the chart came to life"
    assert 'class="still"' not in page
