"""The tree of errors. Each carries its data, and its message ends with the next step for the reader."""

from __future__ import annotations


class DetenteError(Exception):
    """Root of every error that Détente raises on purpose.

    ``reason`` says what is wrong, ``next_step`` what the reader can do about it.
    """

    exit_code = 1

    def __init__(self, reason: str, next_step: str = "") -> None:
        super().__init__(reason, next_step)
        self.reason = reason
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.reason}. {self.next_step}".strip() if self.next_step else self.reason


class UsageError(DetenteError):
    """What the caller asked for cannot be done as asked."""

    exit_code = 2


class UnknownStateError(UsageError):
    """A name or code that is no state or organisation of the ontology."""

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        hint = f"Did you mean {', '.join(near)}?" if near else "Give an ISO 3166 alpha-3 code such as AZE, or a country's English name."
        super().__init__(f"unknown state: {name!r}", hint)
        self.name = name
        self.near = near


class InputError(DetenteError):
    """A file, row or document that cannot be read; names where."""

    def __init__(self, where: str, line: int | None, reason: str, next_step: str = "") -> None:
        place = f"{where}:{line}" if line is not None else where
        super().__init__(f"{place}: {reason}", next_step)
        self.where = where
        self.line = line


class DataFileError(DetenteError):
    """A data file shipped with the package is damaged or of another version."""


class FetchError(DetenteError):
    """A document could not be fetched from the network."""

    def __init__(self, url: str, reason: str, next_step: str = "") -> None:
        super().__init__(f"{url}: {reason}", next_step)
        self.url = url


class StoreError(DetenteError):
    """The data folder cannot be used as it is."""


class VersionNotFoundError(StoreError):
    """The log holds no such version."""

    def __init__(self, version: int, newest: int) -> None:
        super().__init__(f"the log has no version {version}", f"Versions run from 0 to {newest}.")
        self.version = version
        self.newest = newest


class MissingExtraError(UsageError):
    """A feature needs packages of an extra that is not installed."""

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(f"the package {package} is not installed", f"pip install 'detente[{extra}]'")
        self.extra = extra
        self.package = package
