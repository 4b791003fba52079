"""Commands that measure. Each prints progress on standard error and ends with one line of JSON on standard output."""
