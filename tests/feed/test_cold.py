"""How often a page with cards of every kind asks the database when nothing of it has been kept."""

import pytest

from tests.feed.mixed import SIGNS, everything
from tests.feed.test_feed import follow
from wm.domains import engagement, entitlements
from wm.kernel import cache, near
from wm.kernel.db import transaction

MOST = 8
PAGES = (
    "/feed",
    "/feed?category=craft",
    "/feed?kind=premium",
    "/feed/following",
    "/feed/latest",
    "/feed/trending",
    "/",
    "/c/craft",
    "/tags/moss",
    "/market",
    "/saved",
    "/liked",
)


@pytest.fixture
def pieces(ada, ben, cy):
    """A piece of every kind, of which Ben, who follows Ada, has bought, saved, liked and watched some."""
    made = everything(ada, cy)
    follow(ben, ada)
    with transaction():
        engagement.restore(ben, made[0], 9000)
        for piece in made:
            engagement.like(ben, piece)
            engagement.save(ben, piece)
        bought = {"scope": "content", "scope_id": made[1].id, "source": "sale", "source_ref": "s1"}
        entitlements.grant(ben.id, **bought)
    return made


@pytest.fixture
def cold(app, as_ben, statements):
    """Ask for a page as if nobody had been here before; returns the answer and what it asked of the database."""

    def ask(path):
        cache.client().flushdb()
        near.forget_all()
        app.extensions.get("foreseen", {}).clear()
        statements.clear()
        return as_ben.get(path).text, list(statements)

    return ask


def test_a_cold_page_takes_at_most_eight_statements(pieces, cold):
    shown, most = {}, {}
    for path in PAGES:
        shown[path], most[path] = cold(path)

    assert {path: len(said) for path, said in most.items() if len(said) > MOST} == {}
    assert [sign for sign in SIGNS if sign not in shown["/feed"]] == []
    assert [path for path in PAGES if 'class="card' not in shown[path]] == []


@pytest.mark.once
def test_more_cards_take_no_more_statements(pieces, cold, ada, cy):
    few = len(cold("/feed")[1])
    everything(cy, ada)

    assert len(cold("/feed")[1]) == few
