"""The gate: measures that may not fall, each pinned to the digest of its corpus in ``floors.json``.

    python -m bench.gate                         # measure, compare, fail below a floor
    python -m bench.gate --pin                   # raise floors to what is measured now, pin new corpora
    python -m bench.gate --pin --allow-regression

A corpus that lies outside the project (its texts belong to others) is measured where it is at hand and passed over elsewhere.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.common import FLOORS, digest, finish, note

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("DETENTE_SHARED") or ROOT.parent / "shared")
# A floor sits this far below the measured value, so that a rounding is no regression.
SLACK = 0.005
# Measures where less is better have ceilings.
CEILINGS = frozenset({"false_events_per_100_empty"})


def measure(command: list[str]) -> dict[str, Any]:
    """Run a measuring command; its last line is the result."""
    run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode:
        note(run.stderr)
        raise SystemExit(f"python -m {' '.join(command)} failed")
    result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return result


def below(name: str, value: float, bound: float) -> bool:
    """Whether a measure is on the wrong side of its bound."""
    return value > bound if name in CEILINGS else value < bound


def check(floor: dict[str, Any], pin: bool, allow: bool) -> list[str]:
    """Measure one entry; returns what is wrong, and with ``pin`` moves its bounds."""
    path = SHARED / floor["shared"] if "shared" in floor else ROOT / floor["file"]
    if not path.exists():
        note(f"passed over: {path.name} is not at hand")
        return []
    now = digest(path)
    if floor.get("digest") != now and not pin:
        return [f"{path.name} has changed since its floor was pinned: python -m bench.gate --pin"]
    result = measure([part.replace("FILE", str(path)) for part in floor["command"]])
    problems = []
    for name, bound in floor["bounds"].items():
        value = result[name]
        note(f"{path.name} {name}: {value:.4f} (bound {bound})")
        if bound is not None and below(name, value, bound):
            if not (pin and allow):
                problems.append(
                    f"{path.name}: {name} is {value:.4f}, its bound is {bound}; lowering it takes --pin --allow-regression and a reason in the commit"
                )
                continue
        elif not pin:
            continue
        floor["bounds"][name] = round(value + SLACK * 100 if name in CEILINGS else value - SLACK, 4)
    if pin:
        floor["digest"] = now
    return problems


def main() -> None:
    """Check or pin all floors."""
    parser = argparse.ArgumentParser(prog="bench.gate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pin", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    args = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    problems = [problem for floor in floors for problem in check(floor, args.pin, args.allow_regression)]
    if args.pin:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    for problem in problems:
        note(f"BELOW THE FLOOR  {problem}")
    finish({"floors": len(floors), "problems": len(problems)})
    raise SystemExit(1 if problems else 0)


if __name__ == "__main__":
    main()
