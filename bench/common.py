"""What the measuring commands share: the last line, floors, timing."""

from __future__ import annotations

import hashlib
import json
import resource
import sys
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")


def finish(result: dict[str, Any]) -> None:
    """Print the result as the last line."""
    rounded = {key: round(value, 4) if isinstance(value, float) else value for key, value in result.items()}
    print(json.dumps(rounded), flush=True)


def note(text: str) -> None:
    """Progress for whoever watches."""
    print(text, file=sys.stderr, flush=True)


def peak_megabytes() -> float:
    """Largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def digest(path: Path) -> str:
    """SHA-256 of a file, to pin a floor to its corpus."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
