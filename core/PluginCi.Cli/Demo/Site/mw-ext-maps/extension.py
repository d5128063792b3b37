"""Maps in wiki pages: <map>latitude,longitude</map>."""

SCRIPTS = ["maps.js", "tiles.js"]
EXAMPLE = "<map>52.5,13.4</map>"
EXPECTED = '<div class="map" data-at="52.5,13.4"></div>'


def render(wiki, body):
    latitude, longitude = (float(part) for part in body.split(","))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return '<span class="error">no such place</span>'
    return f'<div class="map" data-at="{latitude},{longitude}"></div>'


def register(wiki):
    wiki.add_tag("map", render, SCRIPTS)
