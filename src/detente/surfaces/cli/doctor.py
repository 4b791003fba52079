"""Is everything in order? Each finding says what was looked at and, if it is not well, how to mend it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from detente.model.errors import DetenteError
from detente.ontology.leaders import terms
from detente.ontology.states import names, states
from detente.service import Monitor

_PACKAGES = ("deltalake", "duckdb", "fastapi", "feedparser", "httpx2", "numpy", "pyarrow", "vl-convert-python")
_MINIMUM_FREE = 500_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    ok: bool
    detail: str
    mend: str = ""


def diagnose(folder: Path) -> list[Finding]:
    """Look at Python, packages, data tables, disk and data folder."""
    return [*_installation(), *_folder(folder)]


def _installation() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", sys.version_info >= (3, 11), version, "Install Python 3.11 or newer.")
    for package in _PACKAGES:
        try:
            yield Finding(package, True, metadata.version(package))
        except metadata.PackageNotFoundError:
            yield Finding(package, False, "missing", f"pip install {package}")
    try:
        yield Finding(
            "ontology", True, f"{len(states())} states and organisations, {len(names()):,} names, {len(terms()):,} terms of office"
        )
    except DetenteError as error:
        yield Finding("ontology", False, error.reason, error.next_step)


def _folder(folder: Path) -> Iterator[Finding]:
    if not folder.exists():
        yield Finding("data folder", True, f"{folder} is not there yet; the first import makes it")
        return
    free = shutil.disk_usage(folder).free
    yield Finding("disk", free > _MINIMUM_FREE, f"{free / 1e9:.1f} GB free", "Free disk space: imports stop when it is full.")
    try:
        with Monitor(folder) as monitor:
            verdict = monitor.state.check()
            yield Finding("state database", verdict == "ok", verdict, "Restore the folder from a backup; the event log is not affected.")
            counts = monitor.state.counts()
            yield Finding(
                "stories", True, f"{counts['stories']:,} stories, {counts['duplicates']:,} near-duplicates, {counts['rejected']:,} rejected"
            )
            reading = monitor.at()
            yield Finding(
                "event log", True, f"version {reading.snapshot.version}, {reading.count:,} events, data through {reading.last_day}"
            )
            waiting = monitor.waiting()
            yield Finding("coding", waiting == 0, f"{waiting:,} stories wait", "Run any import again: it codes what waits.")
    except DetenteError as error:
        yield Finding("data folder", False, error.reason, error.next_step)
