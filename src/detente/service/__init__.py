"""Wires the stages; owns clock, folder and transactions. ``Monitor`` writes, ``Reading`` answers from one version of the log."""

from detente.service.monitor import CodeReport, ImportReport, Monitor
from detente.service.reading import Reading, Relation

__all__ = ["CodeReport", "ImportReport", "Monitor", "Reading", "Relation"]
