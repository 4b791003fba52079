"""Build ``ontology/data/leaders.tsv`` from public reference files and the hand-kept ``leaders_own.tsv``.

Each reference file confirms, dates more finely or adds terms of office; the hand-kept file decides name, office and title.
Facts only (who held which office when), from:

- Archigos 4.1 (Goemans, Gleditsch, Chiozza): ``archigos_1840_2015.csv``, effective leaders with days, cite the authors;
- REIGN (C. Bell): ``leaders/reign-leaderlist_3_21.csv``, effective leaders until March 2021, cite the author;
- CIA World Leaders: ``leaders/cia-world-leaders-2019-06.json.zip``, cabinets, public domain;
- EveryPolitician/Wikidata: ``leaders/everypolitician-2022-wikidata.csv``, CC0-1.0;
- Wikidata and Wikipedia facts: ``leaders/world-leaders-current-2026-08-22.json``, 30 states;
- CIA World Factbook: ``factbook_leaders_2026.csv``, public domain; ``country-codes.csv`` (PDDL) for the codes.

    python tools/build_leaders.py --reference DIR [--report]
"""

from __future__ import annotations

import argparse
import csv
import difflib
import io
import json
import re
import sys
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "detente" / "ontology" / "data"
COLUMNS = ("code", "name", "match", "office", "title", "from", "to", "precision", "source")
HEADER = """\
# Who held which office when: heads of state and government, foreign and defence ministers, and other offices that newsrooms name.
# Sources: own (the project's knowledge), archigos (Archigos 4.1), reign (REIGN, March 2021), cia2019 (CIA World Leaders, June 2019, public domain),
#   everypolitician2022 (Wikidata/EveryPolitician, CC0), current2026 (Wikidata facts, 2026-08-22), factbook2026 (CIA World Factbook, public domain).
# Licence: the compilation is CC0-1.0; built by tools/build_leaders.py. Version 2026.11.
# Precision month or year widens a term to the whole first and last month or year. In realms that share a monarch, HOS is the governor-general.
"""
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
OFFICES = ("HOS", "HOG", "FM", "DM", "VP", "LEG", "MIL", "SPOX", "ENV", "IGO", "OTH")
ORGANISATIONS = frozenset("EUE NAT UNO IAE AFU ASN OPE OSC CIS CST SCO GCC ARL OAS ECW COE ICC IMF WBK WTO WHO".split())
BEYOND_UN = frozenset(("TWN", "PSE", "XKX", "VAT"))
PERIOD = (date(1990, 1, 1), date(2026, 11, 24))
RULERS = frozenset(("HOS", "HOG", "OTH", "MIL"))
TITLES = {"HOS": "Head of State", "HOG": "Head of Government", "FM": "Foreign Minister", "DM": "Defence Minister"}
PRECISION_DAYS = {"day": 0, "month": 31, "year": 366}

# Correlates of War and Gleditsch-Ward numbers of the states of 1990-2026.
COW = {
    int(number): code
    for number, code in (
        pair.split("=")
        for pair in """
2=USA 20=CAN 31=BHS 40=CUB 41=HTI 42=DOM 51=JAM 52=TTO 53=BRB 54=DMA 55=GRD 56=LCA 57=VCT 58=ATG 60=KNA 70=MEX 80=BLZ 90=GTM 91=HND
92=SLV 93=NIC 94=CRI 95=PAN 100=COL 101=VEN 110=GUY 115=SUR 130=ECU 135=PER 140=BRA 145=BOL 150=PRY 155=CHL 160=ARG 165=URY 200=GBR
205=IRL 210=NLD 211=BEL 212=LUX 220=FRA 221=MCO 223=LIE 225=CHE 230=ESP 232=AND 235=PRT 255=DEU 260=DEU 290=POL 305=AUT 310=HUN 315=CZE
316=CZE 317=SVK 325=ITA 331=SMR 338=MLT 339=ALB 340=SRB 341=MNE 343=MKD 344=HRV 345=SRB 346=BIH 347=XKX 349=SVN 350=GRC 352=CYP 355=BGR
359=MDA 360=ROU 365=RUS 366=EST 367=LVA 368=LTU 369=UKR 370=BLR 371=ARM 372=GEO 373=AZE 375=FIN 380=SWE 385=NOR 390=DNK 395=ISL 402=CPV
403=STP 404=GNB 411=GNQ 420=GMB 432=MLI 433=SEN 434=BEN 435=MRT 436=NER 437=CIV 438=GIN 439=BFA 450=LBR 451=SLE 452=GHA 461=TGO 471=CMR
475=NGA 481=GAB 482=CAF 483=TCD 484=COG 490=COD 500=UGA 501=KEN 510=TZA 516=BDI 517=RWA 520=SOM 522=DJI 530=ETH 531=ERI 540=AGO 541=MOZ
551=ZMB 552=ZWE 553=MWI 560=ZAF 565=NAM 570=LSO 571=BWA 572=SWZ 580=MDG 581=COM 590=MUS 591=SYC 600=MAR 615=DZA 616=TUN 620=LBY 625=SDN
626=SSD 630=IRN 640=TUR 645=IRQ 651=EGY 652=SYR 660=LBN 663=JOR 666=ISR 670=SAU 678=YEM 679=YEM 690=KWT 692=BHR 694=QAT 696=ARE 698=OMN
700=AFG 701=TKM 702=TJK 703=KGZ 704=UZB 705=KAZ 710=CHN 712=MNG 713=TWN 731=PRK 732=KOR 740=JPN 750=IND 760=BTN 770=PAK 771=BGD 775=MMR
780=LKA 781=MDV 790=NPL 800=THA 811=KHM 812=LAO 816=VNM 820=MYS 830=SGP 835=BRN 840=PHL 850=IDN 860=TLS 900=AUS 910=PNG 920=NZL 935=VUT
940=SLB 946=KIR 947=TUV 950=FJI 955=TON 970=NRU 983=MHL 986=PLW 987=FSM 990=WSM
""".split()
    )
}
# Where the effective leader that no own term names is the head of government; elsewhere the head of state.
LED_BY_GOVERNMENT = frozenset(
    "GBR CAN AUS NZL IRL NLD BEL LUX ESP DEU ITA AUT HUN CZE SVK SWE NOR DNK ISL EST LVA GRC MLT SRB MNE MKD ALB SVN XKX BGR IND JPN ISR "
    "THA MYS SGP PAK NPL BTN PNG SLB VUT TUV TON WSM JAM TTO BRB BHS BLZ ATG DMA GRD LCA VCT KNA MUS LSO ETH AND CPV".split()
)
# Names that the files spell in ways of their own.
COUNTRY_ALIASES = {
    "Bahamas, The": "BHS", "The Bahamas": "BHS", "Burma": "MMR", "Congo, Democratic Republic of the": "COD", "Congo, Republic of the": "COG",
    "Cote d'Ivoire": "CIV", "Gambia, The": "GMB", "The Gambia": "GMB", "Korea, North": "PRK", "Korea, South": "KOR", "Kosovo": "XKX",
    "Micronesia, Federated States of": "FSM", "Sao Tome and Principe": "STP", "Holy See (Vatican City)": "VAT", "Vatican City": "VAT",
    "Cape Verde": "CPV", "Czech Republic": "CZE", "East Timor": "TLS", "Ivory Coast": "CIV", "Kingdom of Denmark": "DNK",
    "Kingdom of the Netherlands": "NLD", "People's Republic of China": "CHN", "Republic of Ireland": "IRL", "Republic of the Congo": "COG",
    "Democratic Republic of the Congo": "COD", "State of Palestine": "PSE", "United States of America": "USA", "Turkey": "TUR",
    "Federated States of Micronesia": "FSM", "São Tomé and Príncipe": "STP", "Taiwan": "TWN", "Macedonia": "MKD",
}  # fmt: skip
FIPS_ALIASES = {"KV": "XKX", "RI": "SRB", "MJ": "MNE", "OD": "SSD", "WZ": "SWZ", "WE": "PSE", "GZ": "PSE", "TW": "TWN"}
# Reported by a file, but no officeholder of the state: occupiers, coup leaders of a few days, monarchs listed once for their own realm.
NO_OFFICEHOLDER = frozenset((
    ("IRQ", "tommy ray franks"), ("IRQ", "jay garner"), ("KWT", "saddam hussein"), ("COM", "bob denard"), ("YEM", "houthi"),
))  # fmt: skip
NO_MINISTER = re.compile(
    r"State for|Delegate|Junior|Supporting|Deputy|Dep\.|Adviser|in the Office|Trade &|Economic|External (Comm|Sec)|Speaker|Assistant|"
    r"Defense (Industry|Production)|Civil Defense|Intelligence|Secretary General"
)
FOREIGN_MINISTER = re.compile(r"(Foreign|External) (\w+ )?(& \w+ )*(Affairs|Relations)|Foreign & |Foreign Affairs")
DEFENCE_MINISTER = re.compile(r"(Minister|Secretary|Cabinet Secretary|Chief)\b.*\bDefense\b")
GOVERNS = re.compile(r"prime minister|chancellor|premier|taoiseach|council of ministers|executive yuan|minister of state|government", re.I)
ELSEWHERE = re.compile(
    r"Elizabeth|Charles III|co-prince|Federal Council|Governor-General|Pontifical Commission|represented by", re.IGNORECASE
)
STOP_WORDS = frozenset(
    "al el bin ibn ben ould abu de da do dos das del della di van von der den la le the of jr sr ii iii iv vi sir dr gen col sheikh king "
    "queen prince emir sultan president prime minister mohamed mohammed mohammad muhammad ahmed ahmad abdullah jose maria carlos juan".split()
)
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "þ": "th"}) | str.maketrans("øłđıðə", "oldide", "'’‘ʻ`")


@dataclass(slots=True)
class Term:
    """One row of the output; ``end`` is the first day after the term."""

    code: str
    name: str
    match: str
    office: str
    title: str
    start: date | None
    end: date | None
    precision: str
    sources: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Record:
    """What one reference file says of one person: in office from ``start`` until ``end`` (None: unknown), seen at least until ``seen``."""

    source: str
    code: str
    name: str
    offices: frozenset[str]
    title: str
    start: date | None
    end: date | None
    seen: date
    start_days: int = 0
    end_days: int = 0


def fold(text: str) -> str:
    """Lower case without diacritics and apostrophes."""
    lowered = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    return "".join(letter for letter in lowered if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a name that tell persons apart, or all its words where none does."""
    found = re.findall(r"[a-z]+", fold(text))
    return [word for word in found if len(word) > 2 and word not in STOP_WORDS] or found


def open_reference(directory: Path, name: str) -> Path:
    """Return the path of a reference file, or stop with a sentence saying which one is missing."""
    path = directory / name
    if not path.is_file():
        raise SystemExit(f"{name} is missing in {directory}: the docstring of build_leaders.py lists the reference files")
    return path


def read_csv(directory: Path, name: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    """Read a reference table."""
    with open_reference(directory, name).open(encoding=encoding, newline="") as stream:
        return [{key: (value or "").strip() for key, value in row.items() if key is not None} for row in csv.DictReader(stream)]


def country_maps(directory: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return name -> ISO3 and FIPS or ISO2 -> ISO3 (keys ``fips:XX`` and ``iso:XX``)."""
    names: dict[str, str] = {}
    codes: dict[str, str] = {f"fips:{fips}": code for fips, code in FIPS_ALIASES.items()}
    for row in read_csv(directory, "country-codes.csv"):
        iso3 = row["ISO3166-1-Alpha-3"]
        if row["is_independent"] != "Yes" and iso3 not in BEYOND_UN:
            continue
        for column in ("CLDR display name", "UNTERM English Short", "official_name_en"):
            names.setdefault(row[column], iso3)
        codes.setdefault(f"fips:{row['FIPS']}", iso3)
        codes.setdefault(f"iso:{row['ISO3166-1-Alpha-2']}", iso3)
    return names | COUNTRY_ALIASES, codes


def read_own(path: Path) -> list[Term]:
    """Read the hand-kept terms."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise SystemExit(f"{path.name}: columns are not {' '.join(COLUMNS)}")
    terms = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise SystemExit(f"{path.name}, row {number}: {len(cells)} fields, expected {len(COLUMNS)}: {line}")
        code, name, match, office, title, start, end, precision, sources = cells
        terms.append(Term(code, name, match, office, title, read_day(start), read_day(end), precision, sources.split("+")))
    return terms


def read_day(cell: str) -> date | None:
    """A day, or None for an empty cell."""
    return date.fromisoformat(cell) if cell else None


def read_archigos(directory: Path) -> Iterator[Record]:
    """Effective leaders to 2015; a term that ends with the file is open."""
    for row in read_csv(directory, "archigos_1840_2015.csv"):
        start, end = date.fromisoformat(row["startdate"]), date.fromisoformat(row["enddate"])
        code = COW.get(int(float(row["gwcode"])))
        if end > PERIOD[0] and code:
            cut = end.month == 12 and end.day == 31 and end.year >= 2014
            yield Record("archigos", code, row["leader"], RULERS, "", start, None if cut else end, end)


def read_reign(directory: Path) -> Iterator[Record]:
    """Effective leaders to March 2021; ends are months, and a term without one is open. Pairs of leaders come as two records."""
    for row in read_csv(directory, "leaders/reign-leaderlist_3_21.csv", "latin-1"):
        code, end = COW.get(int(row["ccode"])), None
        if row["eyear"]:
            end = month_after(int(row["eyear"]), int(row["emonth"]))
        if not code or (end and end <= PERIOD[0]):
            continue
        start = date(int(row["syear"]), int(row["smonth"]), int(row["sdate"]))
        name = re.sub(r"\(.*?\)", "", repair(row["leader"]))
        for person in re.split(r" & | and ", name):
            yield Record("reign", code, person.strip(), RULERS, "", start, end, end or date(2021, 3, 1), end_days=31)


def repair(text: str) -> str:
    """Undo UTF-8 that was read as another encoding, where that is possible."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def month_after(year: int, month: int) -> date:
    """The first day of the next month."""
    return date(year + month // 12, month % 12 + 1, 1)


def read_cia(directory: Path, names: dict[str, str]) -> Iterator[Record]:
    """Foreign and defence ministers of the directory of June 2019, which lags behind by up to two years for some states."""
    with zipfile.ZipFile(open_reference(directory, "leaders/cia-world-leaders-2019-06.json.zip")) as archive:
        member = next(name for name in archive.namelist() if name.endswith("government-offices.json"))
        offices = json.load(io.TextIOWrapper(archive.open(member), encoding="utf-8"))
    for entry in offices.values():
        title = next((value for key, value in entry["datatypeProperties"].items() if key.endswith("#title")), "")
        pairs = [item for pair in entry["objectProperties"] for item in pair.items()]
        links = {key.rsplit("#", 1)[-1]: value[LABEL] for key, value in pairs}
        office, code, person = minister(title), names.get(links.get("hasCountry", "")), links.get("hasGovernmentOfficial")
        if office and code and person:
            person = re.sub(r"\(.*?\)", "", person).strip()
            yield Record("cia2019", code, person, frozenset((office,)), TITLES[office], None, None, date(2019, 6, 15), 366, 366)


def minister(title: str) -> str:
    """Return FM, DM or nothing for a title in the CIA's directory."""
    if NO_MINISTER.search(title):
        return ""
    if FOREIGN_MINISTER.search(title):
        return "FM"
    return "DM" if DEFENCE_MINISTER.match(title) else ""


def read_everypolitician(directory: Path, names: dict[str, str]) -> Iterator[Record]:
    """Leaders of 2022 by year; monarchs and co-princes are kept for their own state only."""
    for row in read_csv(directory, "leaders/everypolitician-2022-wikidata.csv"):
        code, title = names.get(row["country"]), row["positionLabel"]
        name = row["officeholderLabel"]
        if not code or ELSEWHERE.search(f"{title} {name}") or re.match(r"Q\d+$", name):
            continue
        start = date(int(row["start_year"]), 1, 1) if row["start_year"] else None
        end = date(int(row["end_year"]) + 1, 1, 1) if row["end_year"] else None
        yield Record("everypolitician2022", code, name, office_of(title), title, start, end, end or date(2022, 11, 1), 366, 366)


def office_of(title: str) -> frozenset[str]:
    """Head of state or of government, by the words of a title."""
    return frozenset(("HOG",)) if GOVERNS.search(title) else frozenset(("HOS", "HOG", "OTH"))


def read_current(directory: Path, codes: dict[str, str]) -> Iterator[Record]:
    """Leaders of 30 states, the European Union and the African Union on 22 August 2026."""
    seen = date(2026, 8, 22)
    organisations = {"EU": "EUE", "AU_AF": "AFU"}
    text = open_reference(directory, "leaders/world-leaders-current-2026-08-22.json").read_text(encoding="utf-8")
    for entry in json.loads(text)["countries"].values():
        iso2 = entry["country"]["iso_code"]
        code = organisations.get(iso2) or codes.get(f"iso:{iso2}")
        for role, position in entry["positions"].items():
            holder = position.get("current_holder") or {}
            if not code or not holder.get("name_en") or ELSEWHERE.search(holder["name_en"]):
                continue
            offices = frozenset(("IGO",)) if code in ORGANISATIONS else frozenset(("HOS", "HOG"))
            start = date.fromisoformat(holder["since"]) if holder.get("since") else None
            yield Record("current2026", code, holder["name_en"], offices, f"{position['title_en']} ({role})", start, None, seen)


def read_factbook(directory: Path, codes: dict[str, str]) -> Iterator[Record]:
    """Heads of state and government of the Factbook of January 2026; surnames are in capitals."""
    for row in read_csv(directory, "factbook_leaders_2026.csv"):
        code, found = codes.get(f"fips:{row['fips']}"), re.match(r"(\d{1,2}) (\w{3})\w* (\d{4})", row["since"])
        if not code or ELSEWHERE.search(row["name"]) or not found:
            continue
        month = "JanFebMarAprMayJunJulAugSepOctNovDec".index(found[2]) // 3 + 1
        start = date(int(found[3]), month, int(found[1]))
        yield Record("factbook2026", code, row["name"], frozenset(("HOS", "HOG")), row["role"], start, None, date(2026, 1, 20))


def alike(word: str, others: Iterable[str]) -> bool:
    """Whether a word is one of the others, allowing for another transliteration."""
    return any(
        word == other or (min(len(word), len(other)) > 3 and difflib.SequenceMatcher(None, word, other).ratio() >= 0.75) for other in others
    )


def overlap(term: Term, record: Record) -> int:
    """Days shared by a term and a record, at most; not above 0 where they are apart."""
    start = max(term.start or date.min, record.start or record.seen - timedelta(days=2 * record.start_days))
    return (min(term.end or date.max, record.end or record.seen + timedelta(days=1)) - start).days


def resemblance(term: Term, names: list[str]) -> float:
    """How much of a record's name is in a term's; a word in another transliteration counts less."""
    own = set(re.findall(r"[a-z]+", fold(f"{term.name} {term.match}")))
    return sum(1.0 if name in own else 0.6 if alike(name, own) else 0.0 for name in names)


def in_office(term: Term, day: date, slack: int) -> bool:
    """Whether a term holds within so many days of a day."""
    span = timedelta(days=slack)
    return (term.start or day) <= day + span and day - span < (term.end or date.max)


def rank(found: list[tuple[float, int, Term]]) -> tuple[bool, float, int]:
    """What speaks for a person: in office at the time, the name, how long."""
    longest = max(days for _, days, _ in found)
    return longest > 0, max(score for score, _, _ in found), longest


def find_terms(terms: list[Term], record: Record, offices: frozenset[str]) -> list[Term]:
    """The terms of the person whom a record tells of: in one of the offices and in office at the time, or close by."""
    names, slack = words(record.name), 60 + record.start_days
    persons: dict[str, list[tuple[float, int, Term]]] = defaultdict(list)
    for term in terms:
        score, days = resemblance(term, names), overlap(term, record)
        if term.office in offices and score and days > -slack and (record.end or in_office(term, record.seen, slack)):
            persons[term.name].append((score, days, term))
    if not persons:
        return []
    best = max(persons.values(), key=rank)
    longest = max(days for _, days, _ in best)
    return [term for _, days, term in best if days > min(90, longest - 1)]


def refine(term: Term, record: Record) -> None:
    """Give a coarse term the record's days where they lie within the coarse span."""
    window = timedelta(days=PRECISION_DAYS[term.precision])
    exact_start = exact_end = False
    if term.start and record.start and not record.start_days and term.start.day == 1 and term.start <= record.start < term.start + window:
        term.start, exact_start = record.start, True
    if term.end and record.end and not record.end_days and term.end.day == 1 and term.end - window <= record.end <= term.end:
        term.end, exact_end = record.end, True
    if (exact_start or (term.start and term.start.day != 1)) and (exact_end or term.end is None or term.end.day != 1):
        term.precision = "day"


def tidy(name: str) -> str:
    """An archive's name as a newsroom writes it: given name first, no word in capitals."""
    family, _, given = name.partition(",")
    lowered = re.sub(r"\b(?![IVX]+\b)[A-Z]{2,}", lambda match: match[0].title(), f"{given} {family}".strip())
    return lowered.replace(" Al-", " al-")


def new_term(record: Record) -> Term:
    """A term that only a reference file knows. It ends where the file last saw it; the surname counts only after a title."""
    name = tidy(record.name)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    surfaces = [f"~{name}"] if " " not in name else list(dict.fromkeys((name, plain, f"~{plain.split()[-1]}")))
    start, end, precision = record.start, record.end or record.seen, "month" if record.end_days else "day"
    if record.start_days:
        start, end, precision = date(record.seen.year, 1, 1), date(record.seen.year + 1, 1, 1), "year"
    office = next(iter(record.offices)) if len(record.offices) == 1 else "HOG" if record.code in LED_BY_GOVERNMENT else "HOS"
    return Term(record.code, name, "|".join(surfaces), office, record.title or TITLES[office], start, end, precision, [record.source])


def merge(own: list[Term], records: Iterable[Record], notes: list[str]) -> list[Term]:
    """Confirm and refine own terms by the records and add what they alone know; say in ``notes`` what was added, dropped or contradicted."""
    by_code: dict[str, list[Term]] = defaultdict(list)
    for term in own:
        by_code[term.code].append(term)
    for record in records:
        if (record.code, fold(record.name)) in NO_OFFICEHOLDER:
            continue
        told = f"{record.source} {record.start or ''}..{record.end or record.seen}"
        found = find_terms(by_code[record.code], record, record.offices)
        for term in found:
            if record.source not in term.sources:
                term.sources.append(record.source)
            refine(term, record)
        if found:
            notes.extend(contradictions(found, record))
        elif held(by_code[record.code], record) or find_terms(by_code[record.code], record, frozenset(OFFICES)):
            notes.append(f"dropped {record.code} {record.name} ({told}): others hold the office, or the person holds another")
        else:
            by_code[record.code].append(new_term(record))
            notes.append(f"added {record.code} {record.name} ({told})")
    return [term for code in sorted(by_code) for term in by_code[code]]


def held(terms: list[Term], record: Record) -> bool:
    """Whether others are known in the record's offices in the middle of its time."""
    start, end = record.start or record.seen, record.end or record.seen
    middle = start + (end - start) / 2
    offices = record.offices & {"HOS", "HOG", "FM", "DM"}
    return any(term.office in offices and (term.start or date.min) <= middle < (term.end or date.max) for term in terms)


def contradictions(found: list[Term], record: Record) -> Iterator[str]:
    """Days that differ by more than ten between an exact term and an exact record."""
    if record.start and not record.start_days and all(term.precision == "day" for term in found):
        apart = min(abs((record.start - term.start).days) for term in found if term.start)
        if apart > 10:
            yield f"differs {record.code} {found[0].office} {found[0].name}: starts {found[0].start}, {record.source} {record.start}"
    if record.end and not record.end_days and all(term.precision == "day" for term in found):
        gaps = [abs((record.end - term.end).days) for term in found if term.end]
        if gaps and min(gaps) > 10:
            yield f"differs {record.code} {found[0].office} {found[0].name}: ends {found[0].end}, {record.source} {record.end}"


def check(terms: list[Term], states: frozenset[str]) -> list[str]:
    """Return what breaks the format of leaders.tsv."""
    wrong = []
    for term in terms:
        where = f"{term.code} {term.office} {term.name} {term.start}"
        if term.code not in states | ORGANISATIONS:
            wrong.append(f"{where}: unknown code")
        if term.office not in OFFICES or term.precision not in PRECISION_DAYS:
            wrong.append(f"{where}: unknown office or precision")
        if term.start and term.end and term.end <= term.start:
            wrong.append(f"{where}: ends {term.end}")
        if not term.match or not term.title or any(mark in "".join((term.name, term.match, term.title)) for mark in "\t\n"):
            wrong.append(f"{where}: empty or broken cell")
    repeated = Counter((term.code, term.name, term.office, term.title, term.start) for term in terms)
    return wrong + [f"{key}: twice" for key, count in repeated.items() if count > 1]


def uncovered(terms: list[Term], offices: frozenset[str]) -> list[tuple[date, date]]:
    """Spans of the period in which nobody is known in the offices."""
    gaps, day = [], PERIOD[0]
    for term in sorted((term for term in terms if term.office in offices), key=lambda term: term.start or date.min):
        start, end = term.start or date.min, min(term.end or PERIOD[1], PERIOD[1])
        if start > day:
            gaps.append((day, min(start, PERIOD[1])))
        day = max(day, end)
    return [*gaps, (day, PERIOD[1])] if day < PERIOD[1] else gaps


def counts(values: Iterable[str]) -> str:
    """How often each value occurs, in one line."""
    return " ".join(f"{value}={count}" for value, count in sorted(Counter(values).items()))


def print_report(terms: list[Term], notes: list[str]) -> None:
    """Print counts, coverage by state, gaps longer than a month, and the notes of the merge."""
    by_code: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        by_code[term.code].append(term)
    print("rows by office:", counts(term.office for term in terms))
    print("rows by source:", counts(source for term in terms for source in term.sources))
    total = (PERIOD[1] - PERIOD[0]).days
    print("code\tHOS or HOG\tFM\tgaps of HOS or HOG over 31 days")
    shares = []
    for code in sorted(set(by_code) - ORGANISATIONS):
        ruled, foreign = (uncovered(by_code[code], frozenset(offices)) for offices in (("HOS", "HOG"), ("FM",)))
        share = [1 - sum((end - start).days for start, end in gaps) / total for gaps in (ruled, foreign)]
        shares.append(share)
        long_gaps = " ".join(f"{start}..{end}" for start, end in ruled if (end - start).days > 31)
        print(f"{code}\t{share[0]:.3f}\t{share[1]:.3f}\t{long_gaps}")
    means = [sum(column) / len(shares) for column in zip(*shares, strict=True)]
    print(f"mean of {len(shares)} states\t{means[0]:.3f}\t{means[1]:.3f}")
    print("\n".join(sorted(notes)))


def as_row(term: Term) -> str:
    """One line of the table."""
    days = (day.isoformat() if day else "" for day in (term.start, term.end))
    return "\t".join((term.code, term.name, term.match, term.office, term.title, *days, term.precision, "+".join(term.sources)))


def read_records(directory: Path) -> list[Record]:
    """All records of all reference files, the ones with days first."""
    names, codes = country_maps(directory)
    exact = [*read_archigos(directory), *read_reign(directory), *read_current(directory, codes), *read_factbook(directory, codes)]
    return [*exact, *read_cia(directory, names), *read_everypolitician(directory, names)]


def main() -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reference", type=Path, required=True, help="directory with the reference files")
    parser.add_argument("--report", action="store_true", help="print coverage by state and what the files disagree on")
    arguments = parser.parse_args()
    notes: list[str] = []
    own = [replace(term, sources=list(term.sources)) for term in read_own(DATA / "leaders_own.tsv")]
    terms = merge(own, read_records(arguments.reference), notes)
    terms.sort(key=lambda term: (term.code, OFFICES.index(term.office), term.start or date.min, term.name, term.title))
    wrong = check(terms, frozenset(country_maps(arguments.reference)[1].values()))
    if wrong:
        raise SystemExit("\n".join(wrong))
    (DATA / "leaders.tsv").write_text(HEADER + "\t".join(COLUMNS) + "\n" + "\n".join(map(as_row, terms)) + "\n", encoding="utf-8")
    if arguments.report:
        print_report(terms, notes)
    persons, codes = ({(term.code, term.name) for term in terms}, {term.code for term in terms})
    print(f"{len(terms)} terms of {len(persons)} persons in {len(codes)} states and organisations", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
