"""Which language a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_COMMON = frozenset(
    """
    the of and to in a is that for on with as by at from has have was are it its will said after over not be who
""".split()
)
_WORD = re.compile(r"[a-z]+")
_UNKNOWN = "und"
# Languages of large news markets: over its full list the classifier takes short headlines for pidgin or Frisian.
_CANDIDATES = """
    ar az bg cs da de el en es et fa fi fr he hi hr hu hy id it ja ka kk ko lt lv mk ms nl no pl pt ro ru sk sl sq sr sv sw
    th tr uk ur vi zh
""".split()


def detect_language(text: str) -> str:
    """ISO 639-1 code of a text's language, ``und`` for too little of it.

    A text in ASCII letters with enough of the commonest English words is English; py3langid, which takes half a second to
    load, decides only the rest.
    """
    words = _WORD.findall(text.lower()[:2000])
    if not words:
        return _UNKNOWN if len(text) < 8 else _classify(text)
    if text.isascii() and sum(word in _COMMON for word in words) >= max(1, len(words) // 12):
        return "en"
    return _classify(text)


def _classify(text: str) -> str:
    code, _ = _classifier().classify(text[:2000])
    return str(code)


@cache
def _classifier() -> Any:
    import py3langid  # loaded late: 0.5 s

    py3langid.set_languages(_CANDIDATES)
    return py3langid
