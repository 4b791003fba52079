"""Faces of the service: command line and web. They know service and wire, not each other."""
