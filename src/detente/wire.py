"""The one JSON form of every model type: field by field, dates as ISO 8601, enums and pairs by their text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from detente.model.actors import Dyad
from detente.model.events import Standing
from detente.model.relations import EventKey

_BY_TEXT = (Dyad, EventKey, Standing)
_DIGITS = 6


def to_wire(value: Any) -> Any:
    """Turn a model value into what JSON can say. Numbers are rounded to six places, so equal results print equal.

    Raises:
        TypeError: a value of a type that has no JSON form here.
    """
    if value is None or (isinstance(value, (bool, int, str)) and not isinstance(value, Enum)):
        return value
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _BY_TEXT):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_wire(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_wire(item) for item in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_wire(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON form")


def to_json(value: Any, indent: int | None = None) -> str:
    """JSON text of a model value."""
    return json.dumps(to_wire(value), ensure_ascii=False, indent=indent)
