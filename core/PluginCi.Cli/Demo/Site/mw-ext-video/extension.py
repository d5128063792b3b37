"""Videos in wiki pages: <video>file.webm</video>."""
import html

SCRIPTS = ["player.js"]
EXAMPLE = "<video>cat.webm</video>"
EXPECTED = '<video src="cat.webm"></video>'


def render(wiki, body):
    return f'<video src="{html.escape(body)}"></video>'


def register(wiki):
    wiki.add_tag("video", render, SCRIPTS)
