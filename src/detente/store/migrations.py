"""Numbered migrations: each file runs once, in order, in its own transaction."""

from __future__ import annotations

import sqlite3
from importlib import resources

from detente.model.errors import StoreError


def migrations() -> list[tuple[int, str, str]]:
    """All migrations as (number, name, SQL), in order."""
    folder = resources.files("detente.store").joinpath("schema")
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".sql")), key=lambda entry: entry.name)
    return [(int(entry.name[:4]), entry.name, entry.read_text(encoding="utf-8")) for entry in files]


def migrate(connection: sqlite3.Connection) -> list[str]:
    """Bring the database to the newest schema; returns the names of the migrations that ran.

    Raises:
        StoreError: the database is newer than this program.
    """
    known = migrations()
    newest = known[-1][0]
    current = _version(connection)
    if current > newest:
        raise StoreError(f"the data folder is of schema {current}, this program knows {newest}", "Upgrade detente, or use another --data.")
    ran = []
    for number, name, sql in known:
        if number > current:
            # Another process may have run it in the meantime: ask again inside the write lock.
            connection.execute("BEGIN IMMEDIATE")
            try:
                if _version(connection) < number:
                    for statement in _statements(sql):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {number}")
                    ran.append(name)
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise
    return ran


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(sql: str) -> list[str]:
    """Split a script at complete statements (a trigger's body holds semicolons)."""
    statements, pending = [], ""
    for line in sql.splitlines():
        pending += line + "\n"
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    if pending.strip():
        statements.append(pending)
    return statements
