"""Formulas in wiki pages: <math>a+b</math>."""
import html

SCRIPTS = ["math.js"]
EXAMPLE = "<math>a&b</math>"
EXPECTED = "<math><mi>a&amp;b</mi></math>"


def render(wiki, body):
    return f"<math><mi>{html.escape(body)}</mi></math>"


def register(wiki):
    wiki.add_tag("math", render, SCRIPTS)
