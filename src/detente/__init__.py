"""Détente: how states get on, coded from the news, scored, explained and traced to its sentences."""

__version__ = "0.1.0"
