"""How pages look."""

NAME = "monobook"
