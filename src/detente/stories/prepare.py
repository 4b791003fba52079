"""An item becomes a story: clean text, language, section, place among its like."""

from __future__ import annotations

from detente.model.stories import Item, Story
from detente.stories.clean import clean_text, clean_title
from detente.stories.cluster import ClusterIndex
from detente.stories.language import detect_language
from detente.stories.sections import classify_section


def prepare_story(item: Item, index: ClusterIndex) -> Story:
    """Turn an item into a story and give it its place in the index."""
    title, text = clean_title(item.title, item.publisher), clean_text(item.text)
    if text.startswith(title) and title:
        # Many feeds repeat the title as first words of the summary.
        text = text[len(title) :].lstrip(" .:|–—-\n")
    placement = index.place(item.id, item.published.date(), title, text)
    return Story(
        id=item.id,
        url=item.url,
        title=title,
        text=text,
        published=item.published,
        day=placement.day,
        publisher=item.publisher,
        origin=item.origin,
        language=detect_language(f"{title} {text}"),
        section=item.section or classify_section(item.url, title),
        cluster=placement.cluster,
        duplicate_of=placement.duplicate_of,
    )
