"""A brief as Markdown."""

from __future__ import annotations

from detente.briefing.words import say_date
from detente.model.briefs import Brief, Section, Sentence


def to_markdown(brief: Brief) -> str:
    """Title, dateline, sections with numbered citations, sources, tags, footer links."""
    lines = [f"# {brief.title}", "", f"*{say_date(brief.day)}. Covers {say_date(brief.since)} to {say_date(brief.day)}.*", ""]
    for section in brief.sections:
        lines += _section(section)
    lines += ["## Sources", ""]
    lines += [
        f"{source.number}. {_escape(source.publisher)}, “[{_escape(source.title)}]({_link(source.url)})”, {say_date(source.day)}"
        for source in brief.sources
    ]
    lines += ["", " ".join("#" + tag.lower().replace(" ", "-") for tag in brief.tags), ""]
    if brief.footer:
        lines += [" · ".join(f"[{_escape(link.text)}]({_link(link.url)})" for link in brief.footer), ""]
    lines.append(
        f"*Log version {brief.log_version}, method {brief.method}. Every sentence rests on the numbered sources or on acts listed there.*"
    )
    return "\n".join(lines) + "\n"


def _section(section: Section) -> list[str]:
    lines = [f"{'#' * section.level} {section.heading}", ""]
    if section.bullets or section.level > 2:
        lines += [f"- {_sentence(sentence)}" for sentence in section.sentences]
    else:
        lines += ["\n\n".join(_sentence(sentence) for sentence in section.sentences)]
    return [*lines, ""]


def _sentence(sentence: Sentence) -> str:
    marks = "".join(f"[{number}]" for number in sentence.citations)
    return f"{_escape(sentence.text)} {marks}".rstrip()


def _escape(text: str) -> str:
    """News text is data: what would be markup is shown as it stands."""
    for char in "\\`*_<>[]":
        text = text.replace(char, "\\" + char)
    return " ".join(text.split())


def _link(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        return "#"
    return url.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
