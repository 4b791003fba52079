"""The worked example: its chronicle, and nothing of its outcome."""
