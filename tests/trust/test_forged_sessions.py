"""Whoever can write to the cache can slow the site down, but can't become anybody."""

import pytest

from wm.domains import people
from wm.domains.people.tokens import digest
from wm.kernel import cache, clock
from wm.kernel.db import db

TOKEN = "t" * 43


def copy_of(token: str):
    """What the cache holds of a session."""
    return cache.get(f"session:{digest(token)}")


def test_a_session_that_only_the_cache_knows_is_none(ruth, client):
    moment = clock.now().isoformat()
    forged = {"id": 1, "public_id": "x", "person_id": ruth.id, "epoch": 0, "lasting": True, "fresh_at": moment}
    forged |= {"last_used_at": moment, "expires_at": "2999-01-01T00:00:00+00:00"}

    cache.put(f"session:{digest(TOKEN)}", forged, 60)
    client.set_cookie("wm", TOKEN)

    assert client.get("/admin/jobs").status_code == 303


@pytest.mark.parametrize("rubbish", ["", "x", "a.b", 7, [], None, {}])
def test_rubbish_in_the_cache_is_no_session_and_no_fault(client, rubbish):
    cache.put(f"session:{digest(TOKEN)}", rubbish, 60)
    client.set_cookie("wm", TOKEN)

    assert client.get("/settings/profile").status_code == 303


def test_the_copy_of_one_session_does_not_open_under_another_name(ruth, client):
    token = people.open_session(ruth)
    db.session.commit()
    client.set_cookie("wm", token)
    assert client.get("/admin/jobs").status_code == 200

    cache.put(f"session:{digest(TOKEN)}", copy_of(token), 60)
    client.set_cookie("wm", TOKEN)

    assert client.get("/admin/jobs").status_code == 303


def test_an_honest_copy_is_believed(ruth, client, statements):
    client.sign_in(ruth)
    client.get("/settings/profile")
    statements.clear()

    assert client.get("/settings/profile").status_code == 200
    assert not any("FROM session" in said for said in statements)
