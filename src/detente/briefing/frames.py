"""How each kind of claim is worded. A frame's fields are the claim's slots."""

from __future__ import annotations

FRAMES = {
    "level": "As of {day}, relations between {a} and {b} are {band}: the level is {value} on a scale from −10 to 10, with a 5–95% interval of {low} to {high}.",
    "level-thin": "As of {day} there is little evidence on {a} and {b}: {count} in 90 days, too few to call a direction.",
    "level-past": "On {day}, the first day covered here, the level was {value} ({band}).",
    "no-change": "No turn was found between {since} and {day}.",
    "change": "Relations {direction} on {day}: the level went from {before} ({band_before}) on {from} to {after} ({band_after}) by {until}.",
    "explained": "{share} of the move goes with {count} from {first} to {last}, grouped here by theme and by who acted. They are associated with the turn; "
    "that they caused it is not shown.",
    "driver": "{count} on {theme} {initiator}: {share} of the move.",
    "act": "On {day}, {clause}: “{quote}”",
    "said": "{side}, reported on {day}: “{quote}”",
    "history": "From {since} to {until} the record holds {cooperation} of cooperation and {conflict} of conflict between {a} and {b}.",
    "standing": "{label}: by {source}, since {opened}; not reversed in the record.",
    "standing-closed": "{label}: by {source}, from {opened} to {closed}.",
    "third-party": "{state} acted with both: {with_a} with {a} and {with_b} with {b} since {since}.",
    "base-rate": "In the record from {since} to {until}, {percent} of all {horizon}-day windows held an act of {what} between the two ({hits} of {windows}). "
    "This is a base rate, no forecast.",
}


def word(frame: str, slots: dict[str, str]) -> str:
    """The sentence of a claim."""
    return FRAMES[frame].format(**slots)
