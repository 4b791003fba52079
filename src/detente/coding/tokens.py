"""Words of a sentence with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"['’]s\b|n['’]t\b|[^\W_]+(?:[.'’][^\W_]+)*(?:-[^\W_]+)*\.?(?<=[A-Z]\.)|[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
_CLITIC = re.compile(r"^(.+?)(['’]s|n['’]t)$")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Lower-case words and where each starts and ends in the sentence."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    def index_at(self, offset: int) -> int:
        """Index of the first token that ends after the offset."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return low


def tokenise(sentence: str) -> Tokens:
    """Cut a sentence into words, possessive ``'s``, and punctuation."""
    words, starts, ends = [], [], []
    for match in _TOKEN.finditer(sentence):
        words.append(match.group().lower().replace("’", "'"))
        starts.append(match.start())
        ends.append(match.end())
    return Tokens(tuple(words), tuple(starts), tuple(ends))
