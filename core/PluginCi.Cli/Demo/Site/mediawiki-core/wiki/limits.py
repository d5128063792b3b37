"""What a page may cost its readers."""

MAX_SCRIPTS = 4
