"""Facts: event types and weights, states and their names, leaders, themes. Data files and their readers."""
