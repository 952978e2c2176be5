"""A bare Flask + Jinja page, for comparison: 24 cards from memory, as many bytes as BARE_BYTES says; nothing else."""

import os

from flask import Flask, render_template_string

CARDS = [{"title": f"A film about number {n}", "name": f"Person {n}", "views": n * 37, "id": n} for n in range(24)]
PAGE = """<!doctype html><html lang="en"><head><title>Bare</title></head><body><main>
{% for card in cards %}<article class="card" id="card-{{ card.id }}"><h2><a href="/watch/{{ card.id }}">{{ card.title }}</a></h2>
<p><a href="/@{{ card.name }}">{{ card.name }}</a> {{ card.views }} views</p><p>{{ filling }}</p></article>{% endfor %}
</main></body></html>"""
FILLING = "x" * max(0, (int(os.environ.get("BARE_BYTES", "24000")) - 5000) // len(CARDS))

app = Flask("bare")


@app.get("/")
def index() -> str:
    """Render the cards."""
    return render_template_string(PAGE, cards=CARDS, filling=FILLING)
