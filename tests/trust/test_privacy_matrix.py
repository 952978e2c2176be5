"""Random states of content, graph and rights before every viewer and surface: nobody reads what is not theirs to read.

`bin/trust privacy` asks the same of many more states."""

import pytest

from jobs import discovery as discovery_jobs
from tests.trust.privacy.broken import everything_is_listed, nothing_is_locked
from tests.trust.privacy.looking import (
    WORD,
    leaks_of_lists,
    leaks_of_pages,
    leaks_of_what_was_kept,
    leaks_on,
    leaks_past_locks,
    locked_pages,
    read,
)
from tests.trust.privacy.world import World
from wm.domains import categories

pytestmark = [pytest.mark.once, pytest.mark.slow]

STATES, FEW = 48, 20


@pytest.fixture
def states() -> int:
    """How many pieces there are, each in a state of its own."""
    return STATES


@pytest.fixture
def world(ada, ben, cy, mo, ruth, run_jobs, states):
    categories.plant_first()
    made = World({person.handle: person for person in (ada, ben, cy, mo, ruth)}, states)
    run_jobs()
    discovery_jobs.rebuild()
    return made


@pytest.fixture
def browsers(world, app):
    """Everybody's browser, and one that has not signed in."""
    signed_in = {handle: app.test_client().sign_in(person) for handle, person in world.cast.items()}
    return signed_in | {"visitor": app.test_client()}


def test_everybody_finds_what_is_theirs_to_read_and_nothing_else(world, browsers):
    assert leaks_of_lists(world, browsers) == []
    assert leaks_of_what_was_kept(world, browsers) == []
    assert leaks_of_pages(world, browsers) == []
    said = locked_pages(world, browsers)
    assert leaks_on(world, said) == []
    assert_keys_open(world, said)
    shown = set(WORD.findall(read(browsers["visitor"], "/search?q=matrix")))

    assert shown == {word for word in world.pieces if world.may_meet("visitor", word)}
    for path in ("/feed/latest", "/saved", "/liked", "/tags/matrixtag"):
        assert WORD.search(browsers["cy"].get(path).text), path
    assert any(WORD.search(browsers["cy"].get(f"/playlists/{each}").text) for each in world.lists)


def assert_keys_open(world, said):
    """Who made, bought or joined reads what is locked, on every page that opens for them at all."""
    opened = 0
    for word, piece in world.pieces.items():
        if piece.lock and piece.kind == "article":
            pages = {viewer: text for (viewer, page), text in said.items() if page == word}
            keys = {viewer for viewer, text in pages.items() if word.replace("zq", "zp") in text}
            assert keys == {viewer for viewer, text in pages.items() if word in text and world.may_have(viewer, word)}
            opened += len(keys)
    assert opened > 10


@pytest.mark.parametrize("states", [FEW])
def test_the_matrix_finds_leaks_where_there_are_some(world, browsers):
    with everything_is_listed():
        assert len(leaks_of_lists(world, {"cy": browsers["cy"]})) > 10
        assert len(leaks_of_pages(world, {"cy": browsers["cy"], "visitor": browsers["visitor"]})) > 10
    with nothing_is_locked():
        assert leaks_past_locks(world, browsers) != []
