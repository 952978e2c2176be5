"""Files of films in development, where no nginx stands before them: the same signature, the same question."""

import re

import pytest

from tests.films import published
from wm.domains import content, entitlements
from wm.kernel.db import db
from wm.kernel.storage import store


@pytest.fixture
def locked(ada):
    """A film of Ada's that is sold."""
    piece = published(ada)
    content.set_lock(piece, by_sale=True, price=500)
    db.session.commit()
    store().put(f"published/{piece.film.key}/film.mp4", b"film")
    return piece


def asked(client, piece, who):
    return client.get(piece.film.url("film.mp4", who)).status_code


def test_a_link_opens_as_long_as_whom_it_was_made_for_may_watch(client, locked, ada, ben, cy):
    entitlements.grant(ben.id, scope="content", scope_id=locked.id, source="sale", source_ref="1")
    links = [locked.film.url("film.mp4", who) for who in (ada, ben, cy, None)]

    assert [client.get(link).status_code for link in links] == [200, 200, 404, 404]
    assert [client.get(f"/media/gate/{link.split('/')[4]}/{link.split('/')[5]}").status_code for link in links[:3]] == [
        204,
        204,
        403,
    ]

    entitlements.revoke("sale", "1")

    assert [client.get(link).status_code for link in links] == [200, 404, 404, 404]


@pytest.mark.parametrize("name", ["film.mp4", "poster.webp"])
def test_players_of_other_sites_may_ask_for_ranges_and_read_why_not(client, locked, ada, name):
    link = locked.film.url(name, ada)
    said = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    ahead = client.options(link, headers=said | {"Access-Control-Request-Headers": "range"})

    assert (ahead.status_code, ahead.data) == (204, b"")
    assert ahead.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert ahead.headers["Access-Control-Max-Age"] == "86400"
    gone = re.sub(r"/media/\d+", "/media/1000000000", link)
    answers = [ahead, client.get(link, headers={"Range": "bytes=1-2"}), client.head(link), client.get(gone)]
    assert {each.headers["Access-Control-Allow-Origin"] for each in answers} == {"*"}
    assert {each.headers["Cross-Origin-Resource-Policy"] for each in answers} == {"cross-origin"}
    assert answers[-1].status_code == 404
    if name == "film.mp4":
        assert (answers[1].status_code, answers[1].data, answers[1].headers["Content-Range"]) == (
            206,
            b"il",
            "bytes 1-2/4",
        )


@pytest.mark.once
def test_a_link_for_everybody_ends_when_the_film_is_not_for_everybody(client, locked, ben):
    content.set_lock(locked, by_sale=False, price=None)
    link = content.with_row_id(locked.id).film.url("film.mp4", ben)
    assert (client.get(link).status_code, ben.public_id in link) == (200, False)

    content.set_lock(locked, by_sale=True, price=500)

    assert client.get(link).status_code == 404
