"""What a feed of ours is compared with: a bare Flask + Jinja page of as many cards and bytes (BARE_BYTES), made from memory.

No database, no session, no cache, no translation: a template that extends a frame, with the links of a frame and 24 cards
written out, each value escaped and each address made by url_for, as anybody's first Flask page has them."""

import os

from flask import Flask, render_template
from jinja2 import DictLoader

FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title></head>
<body><nav>{% for place in places %}<a class="place" href="{{ url_for('shelf', slug=place.slug) }}"
{%- if place.slug == here %} aria-current="page"{% endif %}>{{ place.name }}</a>{% endfor %}</nav>
<main>{% block main %}{% endblock %}</main></body></html>"""
FEED = """{% extends "frame.html" %}{% block title %}Bare{% endblock %}
{% block main %}{% for card in cards %}
<article class="card" id="card-{{ card.id }}"{% if loop.first %} data-lead{% endif %}>
  <div class="card-poster"><img src="{{ url_for('poster', id=card.id, width=640) }}" srcset="
    {%- for width in card.widths %}{{ url_for('poster', id=card.id, width=width) }} {{ width }}w{% if not loop.last %}, {% endif %}{% endfor -%}
    " alt="" width="640" height="360" loading="lazy">{% if card.part %}<span style="--part:{{ card.part }}%"></span>{% endif %}
    {% if card.length %}<span class="badge">{{ card.length }}</span>{% endif %}</div>
  <div class="card-words"><a class="card-face" href="{{ url_for('person', handle=card.handle) }}"><span data-initials="{{ card.initials }}"></span></a>
    <h2><a href="{{ url_for('watch', id=card.id) }}">{{ card.title }}</a></h2>
    <p><a href="{{ url_for('person', handle=card.handle) }}">{{ card.name }}</a> {{ card.views }} views
    · <time datetime="{{ card.moment }}" title="{{ card.moment }}">{{ card.age }}</time></p>
    <p>{{ card.said }}</p></div>
</article>{% endfor %}{% endblock %}"""
PLACES = [{"slug": f"place-{n}", "name": f"A place to go & see {n}"} for n in range(24)]
MARKUP = 24_000  # bytes of the page without what is said on the cards

app = Flask("bare")
app.jinja_loader = DictLoader({"frame.html": FRAME, "feed.html": FEED})


def card(n: int) -> dict:
    """Return what one card shows."""
    said = "words & more words " * 200
    length = max(0, int(os.environ.get("BARE_BYTES", "48000")) - MARKUP) // 24
    times = {"moment": f"2026-11-{n % 28 + 1:02d}T10:00:00+00:00", "age": f"{n + 1} days ago", "length": "1:00"}
    who = {"handle": f"person_{n}", "name": f"Person & Company {n}", "initials": "PC"}
    numbers = {"id": f"k3jd8s{n:06d}", "views": n * 37, "part": n % 3 * 20, "widths": (320, 640, 960)}
    return {"title": f"A film about number {n}, and what came of it", "said": said[:length]} | times | who | numbers


CARDS = [card(n) for n in range(24)]


@app.get("/")
def index() -> str:
    """Render the cards."""
    return render_template("feed.html", cards=CARDS, places=PLACES, here="place-3")


@app.get("/shelves/<slug>", endpoint="shelf")
@app.get("/watch/<id>", endpoint="watch")
@app.get("/people/<handle>", endpoint="person")
@app.get("/posters/<id>/<int:width>.webp", endpoint="poster")
def elsewhere(**_asked: str) -> str:
    """Be somewhere for links to lead to."""
    return ""
