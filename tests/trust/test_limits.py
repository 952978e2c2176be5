"""Limits hold against whoever does not play along."""

from wm.domains import people
from wm.kernel.db import db
from wm.web import limits


def counted_for(app, token: str | None = None) -> str:
    """Whom a request with this session cookie is counted for."""
    with app.test_request_context(headers={"Cookie": f"wm={token}"} if token else {}):
        return limits.who()


def test_a_made_up_session_counts_for_its_network(app):
    assert counted_for(app, "m" * 43) == counted_for(app, "n" * 43) == counted_for(app) == "network:0.0.0.0/24"


def test_a_session_counts_for_itself_once_it_has_been_seen(app, client, ada, ben):
    tokens = [people.open_session(person) for person in (ada, ben)]
    db.session.commit()
    assert {counted_for(app, token) for token in tokens} == {"network:0.0.0.0/24"}

    for token in tokens:
        client.set_cookie("wm", token)
        assert client.get("/settings/profile").status_code == 200

    keys = {counted_for(app, token) for token in tokens}
    assert len(keys) == 2
    assert all(key.startswith("session:") for key in keys)
    assert not any(token in key for token in tokens for key in keys)
