"""Build ``ontology/data/cameo.tsv`` from the PLOVER conversion table and a table of Goldstein weights.

Sources: "CAMEO to PLOVER conversion table" (P. Schrodt, 17 September 2021) for types, modes and contexts; the Goldstein
scale as published with CAMEO for the column ``goldstein``. Facts only: codes, types, modes, contexts and numbers.

    python tools/build_cameo.py --table CAMEO2PLOVER-2021.txt --goldstein CAMEO-Codes.csv
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "detente" / "ontology" / "data"
HEADER = """\
# CAMEO codes with their PLOVER type, mode, contexts, published Goldstein weight, and the standing state that the act opens (+) or ends (-).
# Source: CAMEO to PLOVER conversion table (2021-09-17); Goldstein scale as published with CAMEO; corrections by the project (docs/concepts/weights.md).
# Licence: facts; the compilation is CC0-1.0. Version 2026.11.
"""
# The table files these under COERCE; Détente's codebook, like the field's use of the word, calls an embargo a SANCTION.
TYPE_CORRECTIONS = {"163": "SANCTION"}
STANDING = {
    "161": "+relations_reduced",
    "163": "+sanctions",
    "085": "-sanctions",
    "191": "+blockade",
    "0872": "-blockade",
    "192": "+occupation",
}
APPEALS = re.compile(r"02\d*$")
LINE = re.compile(r"\s*(\d+)\s*:\s*(\w+)\s*(?:,([^,#]*))?(?:,([^#]*))?(?:#.*)?$")


def read_rows(name: str) -> list[list[str]]:
    """Return the rows of a shipped table, without its comments and header."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def read_table(path: Path) -> dict[str, tuple[str, str, list[str]]]:
    """Return code -> (type, mode, contexts); a word in the mode's place that is no mode is read as a context."""
    modes = {(row[0], row[1]) for row in read_rows("plover.tsv")}
    contexts = {row[0] for row in read_rows("contexts.tsv")}
    table: dict[str, tuple[str, str, list[str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = LINE.match(line)
        if not match or len(match[1]) < 3:
            continue
        code = match[1]
        kind = TYPE_CORRECTIONS.get(code, match[2])
        mode = (match[3] or "").strip()
        words = [word.strip() for word in (match[4] or "").split(";")]
        if (kind, mode) not in modes:
            words.append(mode.replace("_", "-") if mode == "pro_autocracy" else mode)
            mode = ""
        table[code] = (kind, mode, [word for word in words if word in contexts])
    return table


def read_goldstein(path: Path) -> dict[str, float]:
    """Return code -> published weight; codes lose their leading zero in the source and get it back."""
    weights: dict[str, float] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            code = row["cameoCode"]
            lost_zero = len(code) == 2 or (len(code) == 3 and code[0] != "1" and not "200" <= code <= "204")
            weights["0" + code if lost_zero else code] = float(row["goldstein"])
    return weights


def main() -> int:
    """Write the table; print how many codes have no weight."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--goldstein", type=Path, required=True)
    args = parser.parse_args()
    table, weights = read_table(args.table), read_goldstein(args.goldstein)
    codes = sorted(set(table) | {code for code in weights if code[:2] in ("01", "02")})
    rows = ["code\ttype\tmode\tcontexts\tgoldstein\tstanding"]
    for code in codes:
        kind, mode, contexts = table.get(code, ("REQUEST" if APPEALS.match(code) else "", "", []))
        weight = weights.get(code, weights.get(code[:3]))
        rows.append("\t".join([code, kind, mode, ",".join(contexts), "" if weight is None else f"{weight:g}", STANDING.get(code, "")]))
    (DATA / "cameo.tsv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(codes)} codes, {sum(row.split(chr(9))[4] == '' for row in rows[1:])} without a published weight", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
