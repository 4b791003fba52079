"""From events to relations: acts, level, ledger, changes, drivers. Pure functions over columns."""
