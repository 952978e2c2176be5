"""A feed with cards of every kind: films, words, pictures, polls, courses, reposts, prices and locks."""

from tests.films import film
from wm.domains import categories, content, market
from wm.domains.content import Content, Picture
from wm.kernel import ids
from wm.kernel.db import db

SIGNS = (  # what is on a card of each kind, and nowhere else
    'card-title"><a href="/watch/',
    'data-kind="course"',
    'data-kind="article"',
    'data-kind="resource"',
    'class="quoted"',
    'class="post-pictures" data-count="3"',
    "Which one next?",
    'data-lock=""',
    'data-lock="open"',
)


def everything(maker, other) -> list[Content]:
    """Publish a piece of every kind in the category "craft", by `maker` and by `other`, and close some of them."""
    categories.plant([("craft", "Craft", "hand"), ("music", "Music", "music")])
    plain, sold = _piece(maker, "film", "A film"), _piece(other, "film", "A film with a price")
    asked, told = _piece(other, "update", body="Which one?"), _piece(maker, "update", body="Look at this")
    written, joined = _piece(maker, "article", "An article", "Words"), _piece(other, "article", "For members", "Words")
    file, course = _piece(maker, "resource", "A resource"), _piece(maker, "course", "A course")
    content.set_poll(asked, "Which one next?", ["Moss", "Fern"])
    content.link_film(told, plain.public_id, maker)
    for piece in (told, written):
        _show_pictures(piece)
    for lesson in (plain, written):
        content.courses.add(course, lesson)
    again = content.repost(plain, other, "Again")
    for piece in (sold, file, course):
        market.set_prices(piece, unlock=500)
    content.set_lock(joined, by_level=2)
    db.session.commit()
    return [plain, sold, asked, told, written, joined, file, course, again]


def _piece(maker, kind: str, title: str = "", body: str = "") -> Content:
    shown = film(has_poster=True) if kind == "film" else None
    made = content.draft(maker, title, kind=kind, body=body, film=shown, tags=["moss"])
    made.category_id = categories.called("craft").id
    return content.publish(made)


def _show_pictures(piece: Content) -> None:
    size = {"width": 640, "height": 360}
    db.session.add_all(
        Picture(person_id=piece.person_id, content_id=piece.id, position=place, key=ids.new(22), **size)
        for place in range(3)
    )
    db.session.flush()
