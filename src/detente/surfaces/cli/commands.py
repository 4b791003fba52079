"""What the commands do: ask the service, show the answer."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from detente.briefing.markdown import to_markdown
from detente.coding import default_coder
from detente.model.actors import Dyad
from detente.model.errors import InputError, UsageError
from detente.model.relations import Direction
from detente.model.stories import Item, Rejected, Section, Story
from detente.ontology.states import resolve_dyad, resolve_state
from detente.service import ImportReport, Monitor, Reading
from detente.sources.feed import read_feed
from detente.sources.fetch import Limits, fetch
from detente.sources.jsonl import read_jsonl
from detente.surfaces.cli import tables
from detente.wire import to_json, to_wire

DEMO_DYAD = Dyad("AZE", "RUS")
DEMO_SINCE = date(2024, 12, 1)
_CHRONICLE = ("chronicle_aze_rus.jsonl", "chronicle_neighbours.jsonl")
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, highlight=False)


def envelope(reading: Reading, **content: object) -> dict[str, Any]:
    """An answer with what it takes to compute it again."""
    return {
        "generated_at": to_wire(reading.clock()),
        "data_through": to_wire(reading.last_day),
        "log_version": reading.snapshot.version,
        "method_version": reading.method,
        **{key: to_wire(value) for key, value in content.items()},
    }


def print_json(value: object) -> None:
    """JSON on standard output."""
    sys.stdout.write(to_json(value, indent=2) + "\n")


@contextlib.contextmanager
def progress_bar(text: str, total: int | None = None) -> Iterator[Any]:
    """A bar on standard error that yields an ``advance(n)``; it goes away when done."""
    columns = (SpinnerColumn(), TextColumn(text), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(text, total=total)
        yield lambda count: bar.advance(task, count)


def run_demo(folder: Path, serve: bool, port: int) -> None:
    """Build the worked example through the ordinary pipeline, print the briefing, serve the site."""
    with Monitor(folder) as monitor:
        files = resources.files("detente.demo")
        for name in _CHRONICLE:
            with resources.as_file(files.joinpath(name)) as path:
                _take_in(monitor, read_jsonl(path, monitor.clock()), name)
        _code(monitor)
        sys.stdout.write(to_markdown(monitor.at().brief(DEMO_DYAD, DEMO_SINCE)))
    sys.stdout.flush()
    if serve:
        serve_site(folder, "127.0.0.1", port)


def import_files(folder: Path, files: Sequence[Path], json: bool) -> None:
    """Import JSON Lines files; a file that cannot be read is reported and the rest go on."""
    with Monitor(folder) as monitor:
        reports, failures = [], []
        for path in files:
            try:
                reports.append((path.name, _take_in(monitor, read_jsonl(path, monitor.clock()), path.name)))
            except InputError as error:
                failures.append(error)
        _finish_import(monitor, reports, failures, json)


def import_feeds(folder: Path, addresses: Sequence[str], allow_private: bool, json: bool) -> None:
    """Import feeds by address or from files; one that fails is reported and the rest go on."""
    with Monitor(folder) as monitor:
        reports, failures = [], []
        for address in addresses:
            try:
                reports.append((address, _take_in(monitor, _feed_items(address, allow_private, monitor.clock()), address)))
            except (InputError, OSError, UsageError) as error:
                failures.append(error)
        _finish_import(monitor, reports, failures, json)


def _feed_items(address: str, allow_private: bool, now: datetime) -> Iterator[Item | Rejected]:
    if "://" in address:
        document = fetch(address, Limits(allow_private=allow_private))
        return read_feed(document.content, document.url, now, document.headers)
    try:
        return read_feed(Path(address).read_bytes(), Path(address).name, now)
    except OSError as error:
        raise InputError(
            address, None, f"cannot be read ({error.strerror})", "Give the address of a feed, or a file that holds one."
        ) from error


def _take_in(monitor: Monitor, items: Iterator[Item | Rejected], name: str) -> ImportReport:
    with progress_bar(f"Reading {name}") as advance:
        return monitor.import_items(items, advance)


def _code(monitor: Monitor) -> int:
    waiting = monitor.waiting()
    if not waiting:
        return 0
    with progress_bar("Coding stories", waiting) as advance:
        return monitor.code_new(advance).events


def _finish_import(monitor: Monitor, reports: list[tuple[str, ImportReport]], failures: Sequence[Exception], json: bool) -> None:
    events = _code(monitor)
    if json:
        print_json(
            {
                "imports": [{"origin": name, **to_wire(report)} for name, report in reports],
                "events": events,
                "failed": [str(f) for f in failures],
            }
        )
    else:
        out.print(tables.imports(reports, events))
    for failure in failures:
        err.print(f"detente: {failure}", style="red")
    if failures:
        raise SystemExit(1)


def code_text(file: str, day: date | None, json: bool) -> None:
    """Code each line of a text and show the events."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputError(file, None, f"cannot be read ({error.strerror})", "Give a text file, or - for standard input.") from error
    when = datetime.combine(day or datetime.now(UTC).date(), datetime.min.time(), UTC)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    stories = [Story(str(n), "", "", line, when, when.date(), "", file, "en", Section.NEWS, str(n)) for n, line in enumerate(lines, 1)]
    coded = list(default_coder().code(stories))
    if json:
        for events in coded:
            for event in events:
                sys.stdout.write(to_json(event) + "\n")
    else:
        out.print(tables.events([event for events in coded for event in events], len(lines)))


def pair_of(states: Sequence[str]) -> Dyad:
    """The pair that arguments name."""
    try:
        return resolve_dyad(*states)
    except ValueError as error:
        raise UsageError(str(error), "Give two states, as in: detente dyad RUS AZE") from error


def show_dyad(folder: Path, states: Sequence[str], why: bool, since: date | None, as_of: int | None, json: bool) -> None:
    """The level, turns, ledger and last acts of a pair."""
    with Monitor(folder) as monitor:
        reading = monitor.at(as_of)
        dyad = pair_of(states)
        relation = reading.relation(dyad)
        turns = [change for change in relation.changes if since is None or change.day >= since]
        explanations = [reading.explain(change) for change in turns] if why else []
        if json:
            content = {"dyad": dyad, "level": relation.level, "changes": turns, "standing": relation.standing}
            print_json(envelope(reading, **content, **({"explanations": explanations} if why else {}), acts=relation.act_list(since)))
            return
        out.print(tables.level(dyad, relation.level))
        out.print(tables.standing(relation.standing))
        out.print(tables.changes(turns, f"Turns of {dyad}"))
        for explanation in explanations:
            evidence = reading.evidence(key for driver in explanation.drivers for c in driver.contributions for key in c.act.events)
            out.print(tables.explanation(explanation, evidence))
        if not why:
            last = relation.act_list(since)[-12:]
            out.print(tables.acts(last, reading.evidence(key for act in last for key in act.events)))


def show_changes(folder: Path, since: date | None, state: str, limit: int, as_of: int | None, json: bool) -> None:
    """The turns of all pairs with their strongest drivers."""
    with Monitor(folder) as monitor:
        reading = monitor.at(as_of)
        since = since or reading.last_day - timedelta(days=30)
        with err.status("Scanning all pairs"):
            found = reading.changes(since, resolve_state(state) if state else "")
        chosen = [change for direction in Direction for change in [c for c in found if c.direction is direction][:limit]]
        explanations = [reading.explain(change) for change in chosen]
        if json:
            print_json(envelope(reading, since=since, changes=explanations))
            return
        keys = [key for e in explanations for driver in e.drivers[:1] for c in driver.contributions[:1] for key in c.act.events]
        out.print(tables.moved(explanations, reading.evidence(keys), since))


def show_brief(folder: Path, states: Sequence[str], since: date | None, as_of: int | None, json: bool) -> None:
    """The briefing on a pair."""
    with Monitor(folder) as monitor:
        reading = monitor.at(as_of)
        brief = reading.brief(pair_of(states), since or reading.last_day - timedelta(days=365))
        if json:
            print_json(envelope(reading, brief=brief))
        else:
            sys.stdout.write(to_markdown(brief))


def serve_site(folder: Path, host: str, port: int) -> None:
    """Serve the site until interrupted."""
    import uvicorn

    if host != "localhost" and not _is_loopback(host):
        raise UsageError(f"{host} is no loopback address", "Serve on 127.0.0.1 and put a proxy with a password before it.")
    os.environ["DETENTE_DATA"] = str(folder)
    err.print(f"Serving on http://{host}:{port} (Ctrl-C ends it)")
    uvicorn.run("detente.surfaces.web.app:app_from_environment", factory=True, host=host, port=port, log_level="warning")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def run_doctor(folder: Path, json: bool) -> None:
    """Check installation and folder."""
    from detente.surfaces.cli.doctor import diagnose

    findings = diagnose(folder)
    if json:
        print_json([finding.__dict__ for finding in findings])
    else:
        out.print(tables.findings(findings))
    if any(not finding.ok for finding in findings):
        raise SystemExit(1)
