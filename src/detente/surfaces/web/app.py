"""The site: what moved, pairs, acts with their sentences, briefings. Every page has a ``.json`` twin."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, select_autoescape

from detente.briefing import words
from detente.briefing.markdown import to_markdown
from detente.model.actors import Dyad
from detente.model.errors import UsageError, VersionNotFoundError
from detente.model.relations import Act, Direction, EventKey
from detente.model.stories import full_text
from detente.ontology.states import resolve_dyad, state_name
from detente.service import Monitor, Reading, Relation
from detente.surfaces.web import charts
from detente.wire import to_wire

PAGE = 50
MAX_PAGE = 500
_HERE = Path(__file__).parent
_SAFE = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-eval'; img-src 'self' data:",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def app_from_environment() -> FastAPI:
    """The app over the folder that DETENTE_DATA names; what ``detente serve`` starts."""
    return create_app(Path(os.environ.get("DETENTE_DATA") or "detente-data"))


def create_app(folder: Path) -> FastAPI:
    """The app over one data folder."""
    site = _Site(Monitor(folder))
    app = FastAPI(title="Détente", docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    app.add_exception_handler(UsageError, _not_found)
    app.add_exception_handler(ValueError, _not_found)
    app.add_api_route(
        "/vega.js", lambda: Response(charts.javascript(), media_type="text/javascript", headers={"Cache-Control": "max-age=86400"})
    )
    routes: list[tuple[str, Callable[..., Response]]] = [
        ("/", site.index),
        ("/index.json", site.index_json),
        ("/dyads/{pair}.json", site.dyad_json),
        ("/dyads/{pair}/level.json", site.level_json),
        ("/dyads/{pair}/acts.json", site.acts_json),
        ("/dyads/{pair}/acts", site.acts),
        ("/dyads/{pair}", site.dyad),
        ("/briefs/{pair}.json", site.brief_json),
        ("/briefs/{pair}.md", site.brief_markdown),
        ("/briefs/{pair}", site.brief),
        ("/stories/{story}.json", site.story_json),
        ("/stories/{story}", site.story),
        ("/go", site.go),
        ("/methods", site.methods),
        ("/healthz", site.health),
    ]
    for path, endpoint in routes:
        app.add_api_route(path, endpoint, methods=["GET"], response_model=None)

    @app.middleware("http")
    async def _headers(request: Request, call_next: Callable[[Request], Any]) -> Any:
        response = await call_next(request)
        for name, value in _SAFE.items():
            response.headers.setdefault(name, value)
        return response

    return app


async def _not_found(request: Request, error: Exception) -> Response:
    problem = {"type": "about:blank", "title": "Not found", "status": 404, "detail": str(error)}
    if request.url.path.endswith(".json"):
        return JSONResponse(problem, status_code=404, media_type="application/problem+json")
    return HTMLResponse(_environment().get_template("error.html").render(problem=problem), status_code=404)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("detente.surfaces.web"), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(
        number=words.say_number,
        day=words.say_date,
        state=state_name,
        capitalise=words.capitalise,
        safe_url=lambda url: url if str(url).startswith(("http://", "https://")) else "",
    )
    environment.globals.update(say_act=words.say_act, count=words.say_count)
    return environment


class _Site:
    """The endpoints. One lock: the readers below are not made for two threads at once, and answers take milliseconds."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._lock = threading.RLock()
        self._pages = _environment()

    def _read(self, as_of: int | None) -> Reading:
        try:
            return self._monitor.at(as_of)
        except VersionNotFoundError as error:
            raise HTTPException(404, str(error)) from error

    def _html(self, template: str, reading: Reading, **values: object) -> HTMLResponse:
        stamp = {"data_through": reading.last_day, "log_version": reading.snapshot.version, "method": reading.method}
        return HTMLResponse(self._pages.get_template(template).render(stamp=stamp, **values))

    def _json(self, reading: Reading, **values: object) -> JSONResponse:
        stamp = {
            "generated_at": reading.clock(),
            "data_through": reading.last_day,
            "log_version": reading.snapshot.version,
            "method_version": reading.method,
        }
        return JSONResponse(to_wire({**stamp, **values}))

    def health(self) -> Response:
        """Alive."""
        return PlainTextResponse("ok")

    def _moved(self, reading: Reading, since: date | None) -> dict[str, Any]:
        since = since or reading.last_day - timedelta(days=30)
        explanations = [reading.explain(change) for change in reading.changes(since)]
        counts = {str(dyad): len(reading.relation(dyad, reading.all_acts).rows) for dyad in reading.dyads()}
        busiest = sorted(counts, key=lambda pair: (-counts[pair], pair))[:24]
        pairs = [(Dyad.parse(pair), counts[pair], reading.relation(Dyad.parse(pair)).level) for pair in busiest]
        return {"since": since, "explanations": explanations, "pairs": pairs}

    def index(self, since: date | None = None, as_of: int | None = None) -> Response:
        """What moved."""
        with self._lock:
            reading = self._read(as_of)
            content = self._moved(reading, since)
            keys = [
                key for e in content["explanations"] for driver in e.drivers[:2] for c in driver.contributions[:1] for key in c.act.events
            ]
            return self._html("index.html", reading, Direction=Direction, evidence=reading.evidence(keys), **content)

    def index_json(self, since: date | None = None, as_of: int | None = None) -> Response:
        """What moved, as JSON."""
        with self._lock:
            reading = self._read(as_of)
            content = self._moved(reading, since)
            pairs = [{"dyad": dyad, "acts": acts, "level": level} for dyad, acts, level in content["pairs"]]
            return self._json(reading, since=content["since"], changes=content["explanations"], pairs=pairs)

    def go(self, pair: str = "") -> Response:
        """From the search box to a pair's page."""
        parts = [part for part in pair.replace(" and ", ",").replace("/", ",").split(",") if part.strip()]
        dyad = resolve_dyad(*([part.strip() for part in parts] if len(parts) == 2 else [pair.strip()]))
        return Response(status_code=303, headers={"Location": f"/dyads/{dyad}"})

    def _relation(self, pair: str, as_of: int | None) -> tuple[Reading, Relation]:
        reading = self._read(as_of)
        return reading, reading.relation(resolve_dyad(pair))

    def dyad(self, pair: str, as_of: int | None = None) -> Response:
        """A pair's page."""
        with self._lock:
            reading, relation = self._relation(pair, as_of)
            acts = relation.act_list()
            first = charts.first_day(relation.levels, acts)
            changes = sorted(relation.changes, key=lambda change: change.day, reverse=True)[:12]
            explanations = [reading.explain(change) for change in changes]
            recent = acts[-20:][::-1]
            keys = {key for act in recent for key in act.events}
            keys |= {key for e in explanations for driver in e.drivers for c in driver.contributions[:3] for key in c.act.events}
            return self._html(
                "dyad.html",
                reading,
                dyad=relation.dyad,
                relation=relation,
                level=relation.level,
                explanations=explanations,
                acts=recent,
                total=len(acts),
                since=first,
                evidence=reading.evidence(keys),
                chart=charts.to_svg(charts.level_chart(relation.levels, acts, relation.changes, first)) if acts else "",
            )

    def dyad_json(self, pair: str, as_of: int | None = None) -> Response:
        """A pair, as JSON."""
        with self._lock:
            reading, relation = self._relation(pair, as_of)
            return self._json(
                reading,
                dyad=relation.dyad,
                level=relation.level,
                changes=[reading.explain(change) for change in relation.changes],
                standing=relation.standing,
                acts=len(relation.rows),
            )

    def level_json(self, pair: str, as_of: int | None = None) -> Response:
        """The chart of a pair's level, as a Vega-Lite specification."""
        with self._lock:
            _, relation = self._relation(pair, as_of)
            acts = relation.act_list()
            first = charts.first_day(relation.levels, acts)
            return JSONResponse(charts.level_chart(relation.levels, acts, relation.changes, first))

    def _acts(self, relation: Relation, query: dict[str, str], start: date | None, end: date | None) -> list[Act]:
        chosen = relation.act_list(start, end)
        tests: dict[str, Callable[[Act], bool]] = {
            "theme": lambda act: act.theme == query["theme"],
            "source": lambda act: (f"{act.source}-{act.target}" if act.symmetric else act.source) == query["source"],
            "type": lambda act: act.type.value == query["type"].upper(),
            "side": lambda act: act.type.quad.conflict == (query["side"] == "conflict"),
        }
        for name, test in tests.items():
            if query.get(name):
                chosen = [act for act in chosen if test(act)]
        return chosen[::-1]

    def acts(
        self,
        pair: str,
        request: Request,
        start: date | None = Query(None, alias="from"),
        end: date | None = Query(None, alias="to"),
        offset: int = Query(0, ge=0),
        limit: int = Query(PAGE, ge=1, le=MAX_PAGE),
        as_of: int | None = None,
    ) -> Response:
        """A pair's acts with their sentences."""
        with self._lock:
            reading, relation = self._relation(pair, as_of)
            query = dict(request.query_params)
            chosen = self._acts(relation, query, start, end)
            page = chosen[offset : offset + limit]
            shown = {name: query[name] for name in ("from", "to", "theme", "source", "type", "side") if query.get(name)}
            return self._html(
                "acts.html",
                reading,
                dyad=relation.dyad,
                acts=page,
                total=len(chosen),
                offset=offset,
                limit=limit,
                shown=shown,
                evidence=reading.evidence(key for act in page for key in act.events),
            )

    def acts_json(
        self,
        pair: str,
        request: Request,
        start: date | None = Query(None, alias="from"),
        end: date | None = Query(None, alias="to"),
        offset: int = Query(0, ge=0),
        limit: int = Query(PAGE, ge=1, le=MAX_PAGE),
        as_of: int | None = None,
    ) -> Response:
        """A pair's acts, as JSON."""
        with self._lock:
            reading, relation = self._relation(pair, as_of)
            chosen = self._acts(relation, dict(request.query_params), start, end)
            page = chosen[offset : offset + limit]
            evidence = reading.evidence(key for act in page for key in act.events)
            following = offset + limit if offset + limit < len(chosen) else None
            rows = [{**to_wire(act), "evidence": [evidence[key] for key in act.events if key in evidence]} for act in page]
            return self._json(reading, dyad=relation.dyad, total=len(chosen), next_offset=following, acts=rows)

    def brief(self, pair: str, since: date | None = None, as_of: int | None = None) -> Response:
        """The briefing on a pair."""
        with self._lock:
            reading = self._read(as_of)
            written = reading.brief(resolve_dyad(pair), since or reading.last_day - timedelta(days=365))
            relation = reading.relation(written.dyad)
            acts = relation.act_list()
            spec = charts.level_chart(relation.levels, acts, relation.changes, max(written.since, charts.first_day(relation.levels, acts)))
            return self._html("brief.html", reading, brief=written, dyad=written.dyad, chart=charts.to_svg(spec) if acts else "")

    def brief_json(self, pair: str, since: date | None = None, as_of: int | None = None) -> Response:
        """The briefing on a pair with its claims, as JSON."""
        with self._lock:
            reading = self._read(as_of)
            return self._json(reading, brief=reading.brief(resolve_dyad(pair), since or reading.last_day - timedelta(days=365)))

    def brief_markdown(self, pair: str, since: date | None = None, as_of: int | None = None) -> Response:
        """The briefing on a pair, as Markdown."""
        with self._lock:
            reading = self._read(as_of)
            written = reading.brief(resolve_dyad(pair), since or reading.last_day - timedelta(days=365))
            return PlainTextResponse(to_markdown(written), media_type="text/markdown; charset=utf-8")

    def _story(self, story: str, as_of: int | None) -> tuple[Reading, dict[str, Any]]:
        reading = self._read(as_of)
        found = self._monitor.state.get(story)
        if found is None:
            raise UsageError(f"no story {story!r}", "It may have been removed.")
        events = reading.events_of_story(story)
        others = [other for other in self._monitor.state.cluster(found.cluster) if other.id != found.id]
        return reading, {"story": found, "events": events, "others": others[:40]}

    def story(self, story: str, as_of: int | None = None) -> Response:
        """A story with the sentences that were coded."""
        with self._lock:
            reading, content = self._story(story, as_of)
            text = full_text(content["story"].title, content["story"].text)
            return self._html("story.html", reading, parts=_marked(text, content["events"]), **content)

    def story_json(self, story: str, as_of: int | None = None) -> Response:
        """A story, as JSON."""
        with self._lock:
            reading, content = self._story(story, as_of)
            events = [{"key": key, **to_wire(logged.event)} for key, logged in content["events"].items()]
            return self._json(reading, story=content["story"], events=events, cluster=[other.id for other in content["others"]])

    def methods(self) -> Response:
        """How the figures are computed."""
        with self._lock:
            return self._html("methods.html", self._read(None))


def _marked(text: str, events: dict[EventKey, Any]) -> list[tuple[str, list[EventKey]]]:
    """The text cut at the coded sentences: pieces with the keys of the events they gave."""
    spans: dict[tuple[int, int], list[EventKey]] = {}
    for key, logged in events.items():
        spans.setdefault((logged.event.start, logged.event.end), []).append(key)
    pieces: list[tuple[str, list[EventKey]]] = []
    at = 0
    for (start, end), keys in sorted(spans.items()):
        if start >= at:
            pieces += [(text[at:start], []), (text[start:end], keys)]
            at = end
    return [*pieces, (text[at:], [])]
