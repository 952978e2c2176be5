"""Visits that several page tests begin with."""

import pytest

from tests.pages.visits import WISH
from tests.people.post import letters, link


@pytest.fixture
def dee_wants_to_join(client, run_jobs):
    """Dee has filled in the form; returns the path of the link in the mail."""
    client.post("/join", data=WISH)
    run_jobs()
    return link(letters()[-1])


@pytest.fixture
def ada_has_forgotten(client, ada, run_jobs):
    client.post("/forgotten", data={"name": "ada"})
    run_jobs()
    return link(letters()[-1])
