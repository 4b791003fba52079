"""Tables for people to read in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from detente.briefing.words import say_count, say_number
from detente.model.actors import Dyad
from detente.model.briefs import Evidence
from detente.model.events import Event
from detente.model.relations import Act, Band, Change, Direction, EventKey, Explanation, Level, StandingAct
from detente.ontology.states import state_name

if TYPE_CHECKING:
    from detente.service import ImportReport

_COLOURS = {
    Band.FRIENDLY: "green",
    Band.GOOD: "green",
    Band.ORDINARY: "white",
    Band.DISCORD: "yellow",
    Band.TENSE: "red",
    Band.CONFRONTATION: "bold red",
}
_ARROWS = {Direction.DETERIORATED: "▼ deteriorated", Direction.IMPROVED: "▲ improved"}


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, header_style="dim", overflow="fold")
    return table


def _quote(act: Act, evidence: Mapping[EventKey, Evidence]) -> str:
    found = next((evidence[key] for key in reversed(act.events) if key in evidence), None)
    return escape(found.quote) if found else ""


def _who(act: Act) -> str:
    return f"{act.source} {'–' if act.symmetric else '→'} {act.target}"


def imports(reports: Sequence[tuple[str, ImportReport]], events: int) -> RenderableType:
    """What imports did."""
    table = _table("", "from", "read", "new", "known", "near-duplicates", "other languages", "rejected")
    for name, report in reports:
        numbers = (report.read, report.new, report.known, report.duplicates, report.other_languages, sum(report.rejected.values()))
        table.add_row(escape(name), *(f"{number:,}" for number in numbers))
    reasons = [f"  {count:,} × {escape(reason)}" for _, report in reports for reason, count in report.rejected.items()]
    return Group(table, *reasons[:10], f"{events:,} events coded")


def events(found: Sequence[Event], lines: int) -> RenderableType:
    """Events of a text."""
    table = _table("", "who", "what", "whom", "status", "sure", "quote")
    for event in found:
        what = event.type.value + (f" ({event.mode})" if event.mode else "")
        table.add_row(event.source, what, event.target, event.status.value, f"{event.confidence:.2f}", escape(event.quote))
    summary = f"{say_count(len(found), 'event')} in {say_count(lines, 'line')}"
    return Group(table, summary) if found else Text(summary)


def level(dyad: Dyad, value: Level) -> RenderableType:
    """A level in two lines."""
    head = Text(f"{state_name(dyad.a)} and {state_name(dyad.b)}, {value.day}", style="bold")
    if value.little_evidence:
        return Group(head, f"little evidence: {say_count(value.recent_acts, 'act')} in 90 days")
    line = Text.assemble(
        "level ",
        (say_number(value.value), "bold"),
        f" ({say_number(value.low)} to {say_number(value.high)})  ",
        (value.band.value, _COLOURS[value.band]),
        f"  {say_count(value.recent_acts, 'act')} in 90 days",
    )
    return Group(head, line)


def standing(entries: Iterable[StandingAct]) -> RenderableType:
    """The ledger."""
    lines = [
        f"  {entry.label}: {entry.source}, {entry.opened}{f' to {entry.closed}' if entry.closed else ', not reversed'} (level at most {say_number(entry.cap)})"
        for entry in entries
    ]
    return Group("standing acts", *lines) if lines else Text("no standing acts", style="dim")


def changes(found: Sequence[Change], title: str) -> RenderableType:
    """Turns."""
    if not found:
        return Text("no turns", style="dim")
    table = _table(title, "day", "turn", "level", "score", "window")
    for change in found:
        move = f"{say_number(change.before)} → {say_number(change.after)}"
        table.add_row(str(change.day), _ARROWS[change.direction], move, f"{change.score:.1f}", f"{change.window} days")
    return table


def explanation(found: Explanation, evidence: Mapping[EventKey, Evidence]) -> RenderableType:
    """The drivers of a turn with their acts."""
    change = found.change
    title = f"{_ARROWS[change.direction]} {change.day}: associated with ({min(found.explained, 1):.0%} of the move to {found.until})"
    table = _table(title, "share", "theme", "day", "who", "what", "sentence")
    for driver in found.drivers:
        for index, contribution in enumerate(driver.contributions[:4]):
            act = contribution.act
            first = (f"{driver.share:.0%}", driver.theme) if index == 0 else ("", "")
            table.add_row(*first, str(act.day), _who(act), act.type.value, _quote(act, evidence))
    return table


def acts(found: Sequence[Act], evidence: Mapping[EventKey, Evidence]) -> RenderableType:
    """The last acts of a pair."""
    if not found:
        return Text("no acts in the record", style="dim")
    table = _table("Last acts", "day", "who", "what", "reports", "sentence")
    for act in found:
        table.add_row(str(act.day), _who(act), act.type.value, str(act.reports), _quote(act, evidence))
    return table


def moved(found: Sequence[Explanation], evidence: Mapping[EventKey, Evidence], since: date) -> RenderableType:
    """What moved: turns of all pairs, each with its strongest act."""
    if not found:
        return Text(f"No relation turned since {since}.")
    table = _table(f"What moved since {since}", "pair", "turn", "day", "level", "score", "driver")
    for entry in found:
        change = entry.change
        first = next((c.act for driver in entry.drivers for c in driver.contributions), None)
        move = f"{say_number(entry.level_before.value)} → {say_number(entry.level_after.value)} {entry.level_after.band.value}"
        words = f"{entry.drivers[0].theme}: {_quote(first, evidence)}" if first else ""
        table.add_row(str(change.dyad), _ARROWS[change.direction], str(change.day), move, f"{change.score:.1f}", words)
    return table


def findings(found: Iterable[Any]) -> RenderableType:
    """What the doctor found."""
    table = _table("", "", "what", "found", "to do")
    for finding in found:
        table.add_row("✓" if finding.ok else "✗", finding.what, escape(finding.detail), "" if finding.ok else finding.mend)
    return table
