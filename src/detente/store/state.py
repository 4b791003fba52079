"""The state database: stories and what was rejected, in one SQLite file in WAL mode that several processes may use."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from detente.model.errors import StoreError
from detente.model.stories import Rejected, Section, Story
from detente.store.migrations import migrate

_COLUMNS = ("id", "url", "title", "text", "published", "day", "publisher", "origin", "language", "section", "cluster", "duplicate_of")
_INSERT = f"INSERT OR IGNORE INTO stories ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_SELECT = f"SELECT {', '.join(_COLUMNS)}, position FROM stories"  # noqa: S608
_BUSY_SECONDS = 30.0
_EXCERPT = 200


class StateStore:
    """Stories by position, id, day and words."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # isolation_level None: transactions are begun and ended here, by name
            self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            migrate(self._connection)
        except (sqlite3.DatabaseError, OSError) as error:
            raise StoreError(
                f"{path}: cannot be used as state database ({error})", "Check the folder, or give another with --data."
            ) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def add(self, stories: Sequence[Story], rejected: Sequence[Rejected] = ()) -> int:
        """Store the stories that are not there yet, and the rejections, in one transaction; returns how many stories were new."""
        with self._writing() as connection:
            new = sum(connection.execute(_INSERT, _to_row(story)).rowcount for story in stories)
            connection.executemany(
                "INSERT OR IGNORE INTO rejected (origin, line, reason, excerpt) VALUES (?, ?, ?, ?)",
                [(row.origin, row.line or 0, row.reason, row.excerpt[:_EXCERPT]) for row in rejected],
            )
        return new

    def known(self, ids: Iterable[str]) -> set[str]:
        """Which of the ids are stored."""
        wanted = list(ids)
        found: set[str] = set()
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ", ".join("?" * len(part))
            found.update(row[0] for row in self._connection.execute(f"SELECT id FROM stories WHERE id IN ({marks})", part))  # noqa: S608
        return found

    def after(self, position: int, limit: int) -> list[Story]:
        """The next stories in order of arrival."""
        rows = self._connection.execute(f"{_SELECT} WHERE position > ? ORDER BY position LIMIT ?", (position, limit))
        return [_from_row(row) for row in rows]

    def between(self, first: date, last: date) -> list[Story]:
        """The stories dated to a span of days, both included, in order of arrival."""
        rows = self._connection.execute(f"{_SELECT} WHERE day BETWEEN ? AND ? ORDER BY position", (first.isoformat(), last.isoformat()))
        return [_from_row(row) for row in rows]

    def get(self, identifier: str) -> Story | None:
        """One story."""
        row = self._connection.execute(f"{_SELECT} WHERE id = ?", (identifier,)).fetchone()
        return _from_row(row) if row else None

    def cluster(self, cluster: str) -> list[Story]:
        """The stories of a cluster, in order of publication."""
        rows = self._connection.execute(f"{_SELECT} WHERE cluster = ? ORDER BY published, position", (cluster,))
        return [_from_row(row) for row in rows]

    def search(self, words: str, limit: int = 20) -> list[Story]:
        """Stories that hold all the words, the best match first."""
        query = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
        if not query:
            return []
        sql = f"{_SELECT} JOIN story_search ON story_search.rowid = stories.position WHERE story_search MATCH ? ORDER BY rank LIMIT ?"
        sql = sql.replace("SELECT id, url, title, text,", "SELECT id, url, stories.title, stories.text,")
        return [_from_row(row) for row in self._connection.execute(sql, (query, limit))]

    def counts(self) -> dict[str, int]:
        """How many stories, near-duplicates, clusters and rejections there are."""
        row = self._connection.execute(
            "SELECT COUNT(*), COUNT(duplicate_of), COUNT(DISTINCT cluster), (SELECT COUNT(*) FROM rejected), COALESCE(MAX(position), 0) FROM stories"
        ).fetchone()
        return dict(zip(("stories", "duplicates", "clusters", "rejected", "last_position"), row, strict=True))

    def rejections(self, limit: int = 100) -> list[tuple[str, str, int]]:
        """Origins and reasons of rejection, with counts, the commonest first."""
        sql = "SELECT origin, reason, COUNT(*) AS n FROM rejected GROUP BY origin, reason ORDER BY n DESC, origin, reason LIMIT ?"
        return list(self._connection.execute(sql, (limit,)))

    def check(self) -> str:
        """SQLite's own verdict on the file: ``ok`` or what is wrong."""
        return str(self._connection.execute("PRAGMA quick_check").fetchone()[0])


def _to_row(story: Story) -> tuple[str | None, ...]:
    return (
        story.id,
        story.url,
        story.title,
        story.text,
        story.published.isoformat(),
        story.day.isoformat(),
        story.publisher,
        story.origin,
        story.language,
        story.section.value,
        story.cluster,
        story.duplicate_of,
    )


def _from_row(row: Sequence[str]) -> Story:
    return Story(
        id=row[0],
        url=row[1],
        title=row[2],
        text=row[3],
        published=datetime.fromisoformat(row[4]),
        day=date.fromisoformat(row[5]),
        publisher=row[6],
        origin=row[7],
        language=row[8],
        section=Section(row[9]),
        cluster=row[10],
        duplicate_of=row[11],
        position=int(row[12]),
    )
