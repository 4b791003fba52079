"""Documentation that is generated is fresh, links lead somewhere, commands shown exist, code shown runs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from detente.surfaces.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "corpus").rglob("*.md"))]
IDS = [str(page.relative_to(ROOT)) for page in PAGES]


def test_generated_pages_are_fresh() -> None:
    done = subprocess.run([sys.executable, "-m", "tools.build_docs", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "#")):
            assert (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_commands_shown_exist(page: Path) -> None:
    root = typer.main.get_command(app)
    for line in re.findall(r"^\$ detente (.*)$", page.read_text(encoding="utf-8"), re.M):
        words = shlex.split(line.partition("#")[0])
        command = root
        while words and hasattr(command, "commands"):
            name = words.pop(0)
            assert name in command.commands, line
            command = command.commands[name]
        options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= options, line


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_code_shown_runs(page: Path) -> None:
    for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.S):
        exec(compile(block, str(page), "exec"), {})


def test_modules_measured_exist() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for module in set(re.findall(r"python -m ((?:bench|tools)\.\w+)", text)):
        assert (ROOT / (module.replace(".", "/") + ".py")).exists(), module


def test_nothing_is_named_that_is_not_ours_to_name() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    forbidden = re.compile(r"/(?:root|home)/\w+/|://[\w.-]*(?:pypi|pythonhosted)[\w.-]*/")
    for name in tracked.stdout.split():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".txt", ".tsv", ".json", ".yml", "") and path.is_file() and path != Path(__file__):
            assert not forbidden.search(path.read_text(encoding="utf-8", errors="replace")), name
