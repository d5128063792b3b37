"""A very small wiki: text in, HTML out, with tags that extensions add."""
import html
import re
import time

from wiki import limits, skin


class Wiki:
    """Renders pages. Extensions add tags and the scripts that these need in a browser."""

    CACHE_SECONDS = 0.4

    def __init__(self, clock=time.monotonic):
        self._tags = {}
        self._cache = {}
        self._clock = clock
        self.scripts = []

    def add_tag(self, name, render, scripts=()):
        if name in self._tags:
            raise ValueError(f"two extensions render the tag <{name}>")
        self._tags[name] = render
        self.scripts.extend(scripts)
        if len(self.scripts) > limits.MAX_SCRIPTS:
            raise ValueError(f"a page would load {len(self.scripts)} scripts, {limits.MAX_SCRIPTS} are allowed")

    def render(self, text):
        made, page = self._cache.get(text, (None, None))
        if made is None or self._clock() - made > self.CACHE_SECONDS:
            page = self._page(text)
            self._cache[text] = (self._clock(), page)
        return page

    def _page(self, text):
        parts = re.split(r"<(\w+)>(.*?)</\1>", text)
        body = "".join(
            html.escape(parts[i]) + (self._tag(parts[i + 1], parts[i + 2]) if i + 1 < len(parts) else "")
            for i in range(0, len(parts), 3)
        )
        return f'<body class="{skin.NAME}">{body}</body>'

    def _tag(self, name, body):
        if name not in self._tags:
            return html.escape(f"<{name}>{body}</{name}>")
        return self._tags[name](self, body)
