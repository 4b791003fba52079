"""The commands as a user types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente import __version__
from detente.model.actors import Dyad
from detente.model.errors import UnknownStateError
from detente.ontology.states import resolve_dyad, resolve_state, states


def run(*arguments: str, data: Path | None = None, text: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "160"} | ({"DETENTE_DATA": str(data)} if data else {})
    return subprocess.run([sys.executable, "-m", "detente", *arguments], capture_output=True, text=True, input=text, env=environment)


def test_version_and_help() -> None:
    assert run("--version").stdout.strip() == f"detente {__version__}"
    help_text = run("--help").stdout
    for command in ("demo", "import", "code", "dyad", "changes", "brief", "serve", "doctor"):
        assert command in help_text


def test_help_starts_fast_and_loads_nothing_heavy() -> None:
    def seconds(*program: str) -> float:
        times = []
        for _ in range(5):
            started = time.perf_counter()
            subprocess.run([sys.executable, *program], capture_output=True, check=True)
            times.append(time.perf_counter() - started)
        return sorted(times)[2]

    assert seconds("-m", "detente", "--help") - seconds("-c", "pass") < 0.3
    program = "import sys; import detente.surfaces.cli; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "pyarrow", "duckdb", "deltalake", "fastapi", "vl_convert", "feedparser"} & set(loaded)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "data"
    done = run("demo", "--no-serve", data=folder)
    assert done.returncode == 0, done.stderr
    assert "# Azerbaijan and Russia" in done.stdout
    return folder


def test_the_demo_a_second_time_says_the_same(demo: Path) -> None:
    first, second = run("demo", "--no-serve", data=demo), run("brief", "RUS", "AZE", "--since", "2024-12-01", data=demo)
    assert first.stdout == second.stdout


@pytest.mark.parametrize("pair", [["RUS", "AZE"], ["Azerbaijan", "russia"], ["AZE-RUS"], ["Moscow", "Baku"]])
def test_pairs_are_understood(demo: Path, pair: list[str]) -> None:
    answer = json.loads(run("dyad", *pair, "--why", "--json", data=demo).stdout)
    assert answer["dyad"] == "AZE-RUS"
    assert answer["explanations"]
    assert {"generated_at", "data_through", "log_version", "method_version"} <= set(answer)


def test_tables(demo: Path) -> None:
    assert "deteriorated" in run("dyad", "RUS", "AZE", "--why", data=demo).stdout
    assert "pair" in run("changes", "--since", "2024-12-01", data=demo).stdout
    assert "No relation turned" in run("changes", "--since", "2025-07-28", "--state", "Peru", data=demo).stdout
    assert json.loads(run("changes", "--json", "--since", "2024-12-01", data=demo).stdout)["changes"]


def test_the_doctor(demo: Path, tmp_path: Path) -> None:
    assert run("doctor", data=demo).returncode == 0
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "state.sqlite").write_bytes(b"no database" * 99)
    ill = run("doctor", "--json", data=tmp_path / "broken")
    assert ill.returncode == 1
    assert any(not finding["ok"] and finding["mend"] for finding in json.loads(ill.stdout))


def test_code_from_standard_input() -> None:
    events = [
        json.loads(line) for line in run("code", "--json", "--date", "2025-07-01", text="Russia condemned Japan.\n").stdout.splitlines()
    ]
    assert [(e["source"], e["type"], e["target"]) for e in events] == [("RUS", "ACCUSE", "JPN")]


def test_imports_report_and_go_on(tmp_path: Path) -> None:
    good = tmp_path / "good.jsonl"
    good.write_text('{"url": "https://a.com/1", "title": "Iran condemned Israel", "date": "2026-01-02"}\n{"bad": 1}\n')
    done = run("import", "jsonl", str(good), str(tmp_path / "missing.jsonl"), "--json", data=tmp_path / "d")
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    assert answer["imports"][0]["new"] == 1
    assert answer["imports"][0]["rejected"] == {"neither id nor url": 1}
    assert "missing.jsonl" in answer["failed"][0]
    feed = tmp_path / "feed.xml"
    feed.write_text("<html>no feed</html>")
    assert "no RSS or Atom feed" in run("import", "feed", str(feed), data=tmp_path / "d").stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["dyad", "RUS", "Azerbeijan"], 2, "AZE (Azerbaijan)"),
        (["dyad", "RUS", "RUS"], 2, "two different states"),
        (["dyad", "RUS"], 2, "Give two states"),
        (["dyad", "RUS", "AZE", "--since", "soon"], 2, "2024-12-01"),
        (["dyad", "RUS", "AZE", "--as-of", "999"], 1, "Versions run from"),
        (["serve", "--host", "0.0.0.0"], 2, "no loopback address"),
        (["code", "/nowhere.txt"], 1, "cannot be read"),
    ],
)
def test_misuse_gets_one_line_and_a_next_step(demo: Path, arguments: list[str], code: int, message: str) -> None:
    done = run(*arguments, data=demo)
    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_states_by_any_name() -> None:
    assert resolve_state("türkiye") == resolve_state("TR") == resolve_state("Turkish") == resolve_state("Ankara") == "TUR"
    assert resolve_state("the United States") == "USA"
    assert resolve_dyad("North Korea-South Korea") == Dyad("KOR", "PRK")
    assert resolve_dyad("Guinea-Bissau", "Senegal") == Dyad("GNB", "SEN")
    for code in states():
        assert resolve_state(code) == code
    with pytest.raises(UnknownStateError):
        resolve_state("Atlantis")
