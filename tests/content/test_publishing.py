"""Publishing: a piece comes out when its film plays and its maker says so, and can come back after removal."""

from datetime import timedelta

import pytest

from tests.films import film, published
from wm.domains import categories, content
from wm.domains.media.models import Film
from wm.kernel import clock, errors
from wm.kernel.db import db
from wm.web.viewer import VISITOR


def test_a_film_that_does_not_play_yet_can_not_be_published(ada):
    piece = content.draft(ada, "Tide pools", film=film("encoding"))

    with pytest.raises(content.NotReady):
        content.publish(piece)

    assert piece.state == "draft"


def test_publish_when_ready_waits_for_the_film(ada, run_jobs):
    piece = content.draft(ada, "Tide pools", film=film("encoding"))
    content.publish_when_ready(piece)
    assert piece.state == "draft"

    piece.film.state, piece.film.playable_at = "playable", clock.now()
    content.film_became_playable(piece.film_id)

    assert piece.is_published
    assert piece.published_at is not None


def test_a_piece_that_missed_its_film_becoming_playable_comes_out_all_the_same(ada):
    """Its maker asked in the very moment in which the film became playable: neither saw the other."""
    piece = content.publish_when_ready(content.draft(ada, "Tide pools", film=film("encoding")))
    db.session.flush()
    assert content.publish_due() == 0

    piece.film.state, piece.film.playable_at = "playable", clock.now()
    db.session.flush()

    assert content.publish_due() == 1
    assert piece.is_published


def test_publish_when_ready_publishes_at_once_what_plays(ada):
    piece = content.publish_when_ready(content.draft(ada, "Tide pools", film=film()))

    assert piece.is_published


def test_a_schedule_comes_true_at_its_minute(ada):
    piece = content.draft(ada, "Tide pools", film=film())
    content.schedule(piece, clock.now() + timedelta(hours=2))
    db.session.flush()

    assert content.publish_due() == 0
    clock.shift(timedelta(hours=3))
    assert content.publish_due() == 1
    assert piece.is_published


@pytest.mark.parametrize("wait", [timedelta(minutes=-1), timedelta(days=400)])
def test_a_schedule_lies_ahead_and_within_a_year(ada, wait):
    piece = content.draft(ada, "Tide pools", film=film())

    with pytest.raises(content.BadSchedule):
        content.schedule(piece, clock.now() + wait)

    assert piece.state == "draft"


def test_removal_can_be_undone_and_keeps_the_first_date(ada):
    piece = published(ada, minutes_ago=50)
    first = piece.published_at

    content.remove(piece)
    with pytest.raises(errors.NotFound):
        content.own(piece.public_id, ada)
    content.undo_removal(content.own(piece.public_id, ada, removed=True))

    assert piece.is_published
    assert piece.published_at == first


def test_a_removed_film_is_let_go_when_it_can_not_come_back_any_more(ada):
    piece = published(ada)
    content.remove(piece)
    db.session.commit()

    clock.shift(timedelta(days=29))
    assert content.purge_removed() == 0
    clock.shift(timedelta(days=31))
    assert content.purge_removed() == 1
    assert db.session.scalar(db.select(db.func.count()).select_from(Film)) == 0
    assert content.undo_removal(piece).state == "draft"
    assert content.purge_removed() == 0


def test_tags_are_kept_in_order_and_once(ada):
    piece = content.draft(ada, "Tide pools", tags=content.read_tags("Sea, salt ;#sea\nslow  film"))
    db.session.commit()
    content.edit(piece, tags=content.read_tags("salt, moon"))
    db.session.commit()
    db.session.expire_all()

    assert content.own(piece.public_id, ada).tags == ["salt", "moon"]


@pytest.mark.parametrize("typed", [", ".join(f"tag{n}" for n in range(13)), "x" * 31])
def test_too_many_or_too_long_tags_are_refused(typed):
    with pytest.raises(content.TooManyTags):
        content.read_tags(typed)


def test_views_add_up_in_one_statement(ada, statements):
    one, two = published(ada, "One"), published(ada, "Two")
    before = two.updated_at
    statements.clear()

    content.add_views({one.id: 3, two.id: 1})
    content.add_views({one.id: 2})
    db.session.commit()

    assert len([said for said in statements if said.startswith("UPDATE")]) == 2 * 2, "in all, and of the day"
    assert len(statements) == 2 * 5, "beside adding, it asks which films sleep, and no film by itself"
    db.session.expire_all()
    assert (content.with_row_id(one.id).views, content.with_row_id(two.id).views) == (5, 1)
    assert content.with_row_id(two.id).updated_at == before


def test_every_category_has_its_place_and_one_catches_the_rest(app):
    categories.plant([("craft", "Craft", "hand"), ("music", "Music", "note")])
    categories.plant([("craft", "Craft", "hand"), ("music", "Music", "note")])

    assert [each.slug for each in categories.all_in_order()] == ["craft", "music", "other"]
    assert categories.with_id(None).slug == "other"


@pytest.mark.parametrize("visibility", ["public", "unlisted", "private"])
@pytest.mark.parametrize("state", ["draft", "scheduled", "published", "removed"])
def test_who_may_open_a_page(ada, ben, mo, visibility, state):
    piece = content.draft(ada, "Tide pools", film=film(), visibility=visibility)
    {
        "draft": lambda: None,
        "scheduled": lambda: content.schedule(piece, clock.now() + timedelta(hours=1)),
        "published": lambda: content.publish(piece),
        "removed": lambda: content.remove(piece),
    }[state]()
    db.session.flush()

    open_to = {
        who: opens(piece, viewer) for who, viewer in {"ada": ada, "ben": ben, "mo": mo, "nobody": VISITOR}.items()
    }

    shown = state == "published" and visibility != "private"
    staff = state == "published"
    assert open_to == {"ada": state != "removed", "ben": shown, "mo": staff, "nobody": shown}


def opens(piece, viewer):
    try:
        return content.watchable(piece.public_id, viewer) is piece
    except errors.NotFound:
        return False
