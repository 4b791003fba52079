"""From items to stories: clean text, language, section, near-duplicates, clusters."""
