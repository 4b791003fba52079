"""Markup and typography out, plain text in. Nothing of a text is ever executed or followed."""

from __future__ import annotations

import html
import re
import unicodedata
from html.parser import HTMLParser

_HIDDEN = frozenset({"script", "style", "template", "noscript", "head", "iframe", "object", "svg", "form", "button"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "source", "embed", "col", "area", "track"})
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article", "blockquote", "hr"}
)
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.I)
_LOOKS_LIKE_MARKUP = re.compile(r"<[a-zA-Z!/]|&[a-zA-Z#]")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile(r"\s*\n\s*")
# What feeds append to a summary: plumbing of the publisher's software, no part of the text.
_TRAILERS = re.compile(
    r"(?:The post .{0,300}? (?:appeared first|first appeared) on .{0,80}?\.?|Continue reading(?:\.\.\.|…)?|Read more(?:\.\.\.|…)?|\[(?:…|\.\.\.|&hellip;)\])\s*$",
    re.S,
)


class _TextParser(HTMLParser):
    """Collects the visible text, a line break at each block's edge."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag in _VOID:
            return
        attributes = dict(attrs)
        hides = tag in _HIDDEN or "hidden" in attributes or _HIDING_STYLE.search(attributes.get("style") or "")
        if self._hidden or hides:
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def strip_markup(text: str) -> str:
    """The visible text of an HTML fragment; a text without markup comes back as it is."""
    if not _LOOKS_LIKE_MARKUP.search(text):
        return text
    parser = _TextParser()
    parser.feed(text)
    parser.close()
    return "".join(parser.parts)


def normalise(text: str) -> str:
    """Composed characters, plain spaces, one line break at a time, no control or zero-width characters."""
    text = unicodedata.normalize("NFC", html.unescape(text) if "&" in text else text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if not text.isascii() or not text.isprintable():
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()


def clean_text(text: str) -> str:
    """Plain text of a title, summary or body as a feed gives it."""
    cleaned = normalise(strip_markup(text))
    return _TRAILERS.sub("", cleaned).strip()


def clean_title(title: str, publisher: str) -> str:
    """A title on one line, without the outlet's name that some feeds append to it."""
    cleaned = clean_text(title).replace("\n", " ")
    for separator in (" | ", " - ", " – ", " — "):
        head, found, tail = cleaned.rpartition(separator)
        if found and head and _names_publisher(tail, publisher):
            return head.strip()
    return cleaned


def _names_publisher(tail: str, publisher: str) -> bool:
    plain = re.sub(r"[^a-z0-9]", "", tail.lower())
    return len(plain) > 2 and plain.removeprefix("the") in re.sub(r"[^a-z0-9]", "", publisher.lower())
