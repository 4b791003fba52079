"""English inflection, for lexicon words only: from a lemma to the forms it takes in text."""

from __future__ import annotations

_VOWELS = "aeiou"
# base: past, past participle (and other irregular forms)
_IRREGULAR_VERBS = {
    line.split()[0]: tuple(line.split()[1:])
    for line in """\
arise arose arisen
be is are was were been being am 's 're
bear bore borne
beat beat beaten
become became become
begin began begun
bend bent
bind bound
bite bit bitten
bleed bled
blow blew blown
break broke broken
breed bred
bring brought
broadcast broadcast
build built
burn burnt burned
burst burst
buy bought
cast cast
catch caught
choose chose chosen
cling clung
come came come
cost cost
creep crept
cut cut
deal dealt
dig dug
do did done does
draw drew drawn
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fling flung
fly flew flown
forbid forbade forbidden
foresee foresaw foreseen
forget forgot forgotten
forgive forgave forgiven
forgo forwent forgone
forsake forsook forsaken
freeze froze frozen
get got gotten
give gave given
go went gone goes
grind ground
grow grew grown
hang hung hanged
have had has having
hear heard
hide hid hidden
hit hit
hold held
hurt hurt
keep kept
kneel knelt
know knew known
lay laid
lead led
lean leant leaned
leap leapt leaped
learn learnt learned
leave left
lend lent
let let
lie lay lain lying
light lit lighted
lose lost
make made
mean meant
meet met
mislead misled
mistake mistook mistaken
offset offset
outdo outdid outdone
overcome overcame overcome
override overrode overridden
overrun overran overrun
oversee oversaw overseen
overtake overtook overtaken
overthrow overthrew overthrown
partake partook partaken
pay paid
put put
quit quit
read read
repay repaid
retake retook retaken
rethink rethought
rewrite rewrote rewritten
rid rid
ride rode ridden
ring rang rung
rise rose risen
run ran run
say said says
see saw seen
seek sought
sell sold
send sent
set set
shake shook shaken
shed shed
shine shone
shoot shot
show showed shown
shrink shrank shrunk
shut shut
sing sang sung
sink sank sunk
sit sat
slay slew slain
sleep slept
slide slid
sling slung
slip slipped
sneak snuck sneaked
speak spoke spoken
speed sped
spend spent
spill spilt spilled
spin spun
spit spat
split split
spoil spoilt spoiled
spread spread
spring sprang sprung
stand stood
steal stole stolen
stick stuck
sting stung
strike struck stricken
string strung
strive strove striven
swear swore sworn
sweep swept
swell swelled swollen
swing swung
take took taken
teach taught
tear tore torn
tell told
think thought
throw threw thrown
thrust thrust
tie tied tying
undercut undercut
undergo underwent undergone
understand understood
undertake undertook undertaken
undo undid undone
uphold upheld
upset upset
wage waged
wake woke woken
wear wore worn
weep wept
win won
wind wound
withdraw withdrew withdrawn
withhold withheld
withstand withstood
write wrote written
wring wrung""".splitlines()
}
_DOUBLING = frozenset(
    """
    abet abut admit ban bar beg bid blot bog bug can cap chat chop clap clip club commit compel confer cram crop cut dam
    deter dip dispel drag drop drum dub emit equip expel fit flag flip flog fret gag gas grab grin grip gun hem hit hop hug
    impel incur infer jab jam jet jog jot knit knot lap let lob lug map mar mob mop nab net nip nod occur omit outbid outgun
    outrun output pen permit pet pin pit plan plod plot plug pop prefer prod program prop propel pun put quit ram rap rebel
    rebut recur refer regret remit repel rev rid rig rip rob rot rub run sap scan scrap scrub set shed ship shop shun shut
    sin sit skip slam slap slip slit slot slug snap snip snub sob spar spin split spot spur stab star stem step stir stop
    strap strip strum stun submit sum swap swat swim tag tan tap thin tip top transfer transmit trap trek trim trip tug
    unplug vet wag war whip win wrap zap pat dot fan
""".split()
) | {
    "cancel",
    "travel",
    "signal",
    "model",
    "level",
    "label",
    "channel",
    "tunnel",
    "quarrel",
    "marshal",
    "shovel",
    "dial",
    "fuel",
    "duel",
    "rival",
    "total",
}
_IRREGULAR_NOUNS = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "foot": "feet",
    "crisis": "crises",
    "axis": "axes",
    "basis": "bases",
    "serviceman": "servicemen",
    "fisherman": "fishermen",
    "airman": "airmen",
    "gunman": "gunmen",
    "spokesman": "spokesmen",
    "thief": "thieves",
    "life": "lives",
    "half": "halves",
    "knife": "knives",
    "person": "people",
    "coup d'état": "coups d'état",
}


def verb_forms(lemma: str) -> set[str]:
    """All forms of a verb: base, -s, -ed or irregular past, -ing."""
    forms = {lemma, _third_person(lemma), _ing(lemma)}
    if lemma in _IRREGULAR_VERBS:
        return forms | set(_IRREGULAR_VERBS[lemma])
    for prefix in ("re", "out", "over", "under", "mis", "un"):
        stem = lemma.removeprefix(prefix).lstrip("-")
        if stem != lemma and stem in _IRREGULAR_VERBS and len(stem) > 2:
            return forms | {lemma[: len(lemma) - len(stem)] + form for form in _IRREGULAR_VERBS[stem] if form[:1] != "'"}
    return forms | _past(lemma)


def _third_person(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh")) or (lemma.endswith("o") and len(lemma) > 2):
        return lemma + "es"
    return lemma[:-1] + "ies" if _consonant_y(lemma) else lemma + "s"


def _consonant_y(lemma: str) -> bool:
    return len(lemma) > 2 and lemma.endswith("y") and lemma[-2] not in _VOWELS


def _past(lemma: str) -> set[str]:
    if lemma.endswith("e"):
        return {lemma + "d"}
    if _consonant_y(lemma):
        return {lemma[:-1] + "ied"}
    forms = {lemma + "ed"} if lemma not in _DOUBLING or lemma[-1] == "l" else set()
    return forms | ({lemma + lemma[-1] + "ed"} if lemma in _DOUBLING else set())


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return lemma + (lemma[-1] if lemma in _DOUBLING else "") + "ing"


def noun_forms(lemma: str) -> set[str]:
    """Singular and plural of a noun."""
    if lemma in _IRREGULAR_NOUNS:
        return {lemma, _IRREGULAR_NOUNS[lemma]}
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        return {lemma, lemma + "es"}
    return {lemma, lemma[:-1] + "ies"} if _consonant_y(lemma) else {lemma, lemma + "s"}


def is_past_form(form: str, lemma: str) -> bool:
    """Whether a form can be the lemma's past participle."""
    if lemma in _IRREGULAR_VERBS:
        return form in _IRREGULAR_VERBS[lemma] and not form.endswith("ing")
    return form.endswith("ed") or form in _past(lemma)
