"""Charts as Vega-Lite specifications; one specification serves the interactive page and the still picture (by vl-convert)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from detente.model.relations import Act, Change, Direction
from detente.relations.level import BANDS, LevelColumns

WIDTH, HEIGHT = 760, 300
MAX_POINTS = 700
INK, MUTED, GRID = "#1d2433", "#5c6675", "#e3e6ea"
COOPERATION, CONFLICT = "#1f6f8b", "#b5402c"
_BAND_COLOURS = ("#dcebe9", "#eaf3f1", "#f6f6f4", "#fbf1e4", "#f8e1d6", "#f1cabf")
_CONFIG = {
    "font": "system-ui, -apple-system, Segoe UI, Roboto, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "gridColor": GRID,
        "domain": False,
        "tickColor": GRID,
        "labelFontSize": 11,
        "titleFontSize": 11,
    },
    "background": "transparent",
}


def level_chart(
    levels: LevelColumns, acts: Sequence[Act], changes: Sequence[Change], first: date, width: int | str = WIDTH
) -> dict[str, Any]:
    """Level with its interval over the bands; turns as vertical rules; acts as ticks, cooperation above and conflict below."""
    rows = _level_rows(levels, first)
    end = rows[-1]["day"] if rows else first.isoformat()
    layers = [
        _bands(first, end),
        _interval(rows),
        _line(rows),
        _turns([c for c in changes if c.day >= first]),
        _ticks([a for a in acts if a.day >= first]),
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": "Level of the relation by day, with its 5-95% interval, bands, turns and acts",
        "width": width,
        "height": HEIGHT,
        "padding": 4,
        "config": _CONFIG,
        "layer": layers,
    }


def _level_rows(levels: LevelColumns, first: date) -> list[dict[str, Any]]:
    start = max(first.toordinal() - int(levels.day[0]), 0)
    indexes = range(start, len(levels.day))
    step = max(1, len(indexes) // MAX_POINTS)
    kept = [i for i in indexes if (len(levels.day) - 1 - i) % step == 0]
    return [
        {
            "day": date.fromordinal(int(levels.day[i])).isoformat(),
            "level": round(float(levels.value[i]), 3),
            "low": round(float(levels.low[i]), 3),
            "high": round(float(levels.high[i]), 3),
        }
        for i in kept
    ]


_Y = {"type": "quantitative", "scale": {"domain": [-10, 10]}, "axis": {"title": "level", "values": [-10, -5, 0, 5, 10], "grid": True}}


def _bands(first: date, end: str) -> dict[str, Any]:
    tops = [10.0, *(floor for floor, _ in BANDS[:-1])]
    values = [
        {"low": max(floor, -10.0), "high": top, "band": band.value, "from": first.isoformat(), "to": end, "colour": colour}
        for (floor, band), top, colour in zip(BANDS, tops, _BAND_COLOURS, strict=True)
    ]
    x = {
        "field": "from",
        "type": "temporal",
        "axis": {"title": None, "grid": False, "format": "%b %Y", "labelOverlap": True, "tickCount": 6},
    }
    rect = {
        "mark": {"type": "rect"},
        "encoding": {
            "x": x,
            "x2": {"field": "to"},
            "y": {"field": "low", **_Y},
            "y2": {"field": "high"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
    label = {
        "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 10, "color": MUTED},
        "transform": [{"calculate": "(datum.low + datum.high) / 2", "as": "middle"}],
        "encoding": {"x": x, "y": {"field": "middle", **_Y}, "text": {"field": "band"}},
    }
    return {"data": {"values": values}, "layer": [rect, label]}


def _interval(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "opacity": 0.18, "color": INK},
        "encoding": {"x": {"field": "day", "type": "temporal"}, "y": {"field": "low", **_Y}, "y2": {"field": "high"}},
    }


def _line(rows: list[dict[str, Any]]) -> dict[str, Any]:
    tooltip = [{"field": "day", "type": "temporal", "title": "day", "format": "%e %B %Y"}] + [
        {"field": name, "type": "quantitative", "format": "+.1f"} for name in ("level", "low", "high")
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "line", "strokeWidth": 2, "color": INK},
        "encoding": {"x": {"field": "day", "type": "temporal"}, "y": {"field": "level", **_Y}, "tooltip": tooltip},
    }


def _turns(changes: Sequence[Change]) -> dict[str, Any]:
    values = [
        {
            "day": change.day.isoformat(),
            "turn": change.direction.value,
            "sign": "▼" if change.direction is Direction.DETERIORATED else "▲",
            "colour": CONFLICT if change.direction is Direction.DETERIORATED else COOPERATION,
        }
        for change in changes
    ]
    colour = {"field": "colour", "type": "nominal", "scale": None}
    x = {"field": "day", "type": "temporal"}
    tooltip = [{"field": "day", "type": "temporal", "format": "%e %B %Y"}, {"field": "turn"}]
    return {
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 1.5, "strokeDash": [4, 3]}, "encoding": {"x": x, "color": colour, "tooltip": tooltip}},
            {
                "mark": {"type": "text", "fontSize": 13, "baseline": "top"},
                "encoding": {"x": x, "y": {"value": 2}, "text": {"field": "sign"}, "color": colour, "tooltip": tooltip},
            },
        ],
    }


def _ticks(acts: Sequence[Act]) -> dict[str, Any]:
    values = [
        {
            "day": act.day.isoformat(),
            "y": -9.7 if act.type.quad.conflict else 9.7,
            "act": f"{act.source} {act.type.value} {act.target}",
            "colour": CONFLICT if act.type.quad.conflict else COOPERATION,
        }
        for act in acts[-MAX_POINTS:]
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "tick", "orient": "vertical", "thickness": 1.2, "height": 8, "opacity": 0.75},
        "encoding": {
            "x": {"field": "day", "type": "temporal"},
            "y": {"field": "y", **_Y},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "tooltip": [{"field": "day", "type": "temporal", "format": "%e %B %Y"}, {"field": "act"}],
        },
    }


def to_svg(spec: dict[str, Any]) -> str:
    """The still picture of a specification."""
    import vl_convert  # loaded late: 30 MB

    return str(vl_convert.vegalite_to_svg(json.dumps(spec), vl_version="6.4"))


@cache
def javascript() -> str:
    """The Vega bundle that vl-convert carries, with the few lines that turn still pictures into live ones."""
    import vl_convert

    snippet = (
        "for (const f of document.querySelectorAll('figure[data-spec]')) {"
        " fetch(f.dataset.spec).then(r => r.json()).then(spec => {"
        "  const box = document.createElement('div'); box.style.width = '100%';"
        "  spec.width = 'container'; f.prepend(box);"
        "  return vegaEmbed(box, spec, {actions: false, renderer: 'svg'}).then(() => f.querySelector('.still')?.remove());"
        " }).catch(() => {}); }"
    )
    return str(vl_convert.javascript_bundle(snippet, vl_version="6.4"))


def first_day(levels: LevelColumns, acts: Sequence[Act], days: int = 730) -> date:
    """Where a chart starts: two years back, but not before the first act."""
    last = date.fromordinal(int(levels.day[-1]))
    return max(
        last - timedelta(days=days),
        acts[0].day - timedelta(days=14) if acts else last - timedelta(days=30),
        date.fromordinal(int(levels.day[0])),
    )
