"""The command line."""

from detente.surfaces.cli.app import main

__all__ = ["main"]
