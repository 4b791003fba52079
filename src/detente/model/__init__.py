"""Frozen values, standard library only: the nouns that every stage speaks in."""
