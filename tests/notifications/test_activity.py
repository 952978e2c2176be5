"""The activity center: what happened around one, and what one did."""

import pytest

from tests.films import published
from wm.domains import comments, content, engagement, graph
from wm.kernel.db import transaction

MOVED = 303
KINDS = ["comments", "likes", "saves", "follows"]


@pytest.fixture
def busy(ada, ben, run_jobs):
    """Ben has followed Ada, liked and saved her film, and said something."""
    piece = published(ada, "How a river remembers")
    run_jobs()
    with transaction():
        here = content.with_row_id(piece.id)
        graph.follow(ben, ada)
        engagement.like(ben, here)
        engagement.save(ben, here)
        comments.post(here, ben, "What a bend.")
    run_jobs()
    return piece


@pytest.mark.once
def test_around_me_is_what_others_did(as_ada, busy):
    html = as_ada.get("/activity").text

    assert "<b>Ben Hart</b> liked <b>How a river remembers</b>" in html
    assert "<b>Ben Hart</b> followed you" in html
    assert "The last seven days" in html


@pytest.mark.once
@pytest.mark.parametrize(
    ("kind", "words"),
    [("comments", "What a bend."), ("likes", "How a river"), ("saves", "How a river"), ("follows", "@ada")],
)
def test_what_i_did_is_listed_for_me_alone(as_ben, as_cy, busy, kind, words):
    assert words in as_ben.get(f"/activity/mine?kind={kind}").text.split('id="activity"')[1]
    assert words not in as_cy.get(f"/activity/mine?kind={kind}").text.split('id="activity"')[1]


@pytest.mark.once
@pytest.mark.parametrize("kind", KINDS[:3])
def test_what_became_private_is_not_listed(as_ben, busy, kind):
    with transaction():
        content.with_row_id(busy.id).visibility = "private"

    assert "How a river" not in as_ben.get(f"/activity/mine?kind={kind}").text


@pytest.mark.once
@pytest.mark.parametrize("path", ["/activity", "/activity/mine"])
def test_it_is_for_people_who_signed_in_and_htmx_gets_the_part(client, as_ben, busy, path):
    assert client.get(path).status_code == MOVED
    assert as_ben.get(path, hx=True).text.strip().startswith('<section class="activity-part" id="activity"')


def test_a_kind_that_is_none_shows_the_first(as_ben, busy):
    assert "What a bend." in as_ben.get("/activity/mine?kind=nothing").text
