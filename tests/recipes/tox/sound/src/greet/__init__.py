"""Greets somebody."""


def greet(name):
    """Give the words."""
    return f"Hello, {name}!"
