"""Five hundred random states of content and graph before every viewer and surface: nobody reads what is not theirs to read.

What may be seen is written down here a second time, by hand, and not asked of the product."""

import random
import re
from datetime import timedelta
from html import unescape

import pytest

from jobs import discovery as discovery_jobs
from tests.films import film
from tests.trust.surfaces import kept, lists_of, pages_of
from wm.domains import categories, comments, content, engagement, graph, playlists
from wm.domains.content import policy, queries
from wm.domains.discovery import choosing
from wm.kernel import clock
from wm.kernel.db import db, transaction

pytestmark = [pytest.mark.once, pytest.mark.slow]

STATES, FEW = 500, 60
SEED = 20261122
KINDS = ("film", "article", "update", "resource")
TOKEN = re.compile(r"zq\d{3}x")
MORE = re.compile(r'href="([^"]*[?&](?:amp;)?(?:after|page)=[^"]*)"')
MOST_pages_of = 40


class World:
    """People who follow and block each other, and pieces of theirs in every state."""

    def __init__(self, cast: dict, states: int = STATES):
        self.dice, self.cast = random.Random(SEED), cast
        self.follows, self.blocks = self._edges(0.5), self._edges(0.15)
        self.pieces, self.watched = {}, {}
        with transaction():
            for one, other in self.follows:
                db.session.add(graph.Follow(follower_id=cast[one].id, followed_id=cast[other].id))
            for one, other in self.blocks:
                db.session.add(graph.Block(blocker_id=cast[one].id, blocked_id=cast[other].id))
            made = [self._make(f"zq{number:03d}x") for number in range(states)]
            self.lists = [self._keep(person, made) for person in cast.values()]

    def _edges(self, part: float) -> set[tuple[str, str]]:
        pairs = [(one, other) for one in self.cast for other in self.cast if one != other]
        return {pair for pair in pairs if self.dice.random() < part}

    def _make(self, token: str) -> content.Content:
        roll, maker = self.dice.choice, self.dice.choice(list(self.cast))
        kind, state = roll(KINDS), roll(("draft", "scheduled", "published", "published", "published", "removed"))
        piece = content.draft(
            self.cast[maker],
            f"Matrix {token}",
            kind=kind,
            film=film() if kind == "film" else None,
            description=f"About {token}",
            body=f"Words of {token} with #matrixtag",
            tags=["matrixtag"],
            category=roll(categories.all_in_order() or [None]),
        )
        piece.visibility = roll(content.VISIBILITIES)
        piece.state, piece.published_at = state, clock.now() - timedelta(minutes=self.dice.randrange(100, 9000))
        piece.publish_at = clock.now() + timedelta(days=1)
        piece.removed_at = clock.now() if state == "removed" else None
        self.pieces[token] = (piece.public_id, maker, kind, state, piece.visibility)
        return piece

    def _keep(self, person, pieces: list) -> str:
        """Let `person` have liked, saved, watched, listed and talked about some of everything, as if all had been open."""
        listed, watched = playlists.make(person, "Mine", "public"), self.watched.setdefault(person.handle, set())
        for position, piece in enumerate(self.dice.sample(pieces, 40)):
            engagement.like(person, piece)
            engagement.save(person, piece)
            db.session.add(
                comments.Comment(content_id=piece.id, person_id=person.id, body="Well said", shown_at=clock.now())
            )
            if piece.is_film:
                item = playlists.PlaylistItem(playlist_id=listed.id, content_id=piece.id, position=position)
                db.session.add(item)
                engagement.restore(person, piece, 9000)
                watched.add(piece.title.split()[1])
        return listed.public_id

    def may_open(self, viewer: str, token: str) -> bool:
        """Whether `viewer` may open the page of that piece."""
        _, maker, _, state, visibility = self.pieces[token]
        if viewer == maker:
            return True
        if state != "published":
            return False
        if viewer in ("mo", "ruth"):
            return True
        if (viewer, maker) in self.blocks or (maker, viewer) in self.blocks:
            return False
        return visibility in ("public", "unlisted") or (visibility == "followers" and (viewer, maker) in self.follows)

    def may_meet(self, viewer: str, token: str) -> bool:
        """Whether that piece may stand in a list before `viewer`; what one has begun to watch may be offered to go on."""
        if token in self.watched.get(viewer, ()) and self.may_open(viewer, token):
            return True
        _, maker, _, state, visibility = self.pieces[token]
        if viewer == maker:
            return True
        if state != "published" or (viewer, maker) in self.blocks or (maker, viewer) in self.blocks:
            return False
        return visibility == "public" or (visibility == "followers" and (viewer, maker) in self.follows)


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


def read(browser, path: str) -> str:
    """All pages of a list, joined; those that follow are asked for as its reader's browser does, a fragment each."""
    text, seen = "", set()
    while path and path not in seen and len(seen) < MOST_pages_of:
        answer = browser.get(path, hx=bool(seen))
        seen.add(path)
        text += answer.text
        following = [unescape(found) for found in MORE.findall(answer.text)]
        path = next((found for found in following if found not in seen), None)
    return text


def opened(browser, path: str, hx: bool) -> str:
    """A page or its fragment, wherever it stands now."""
    answer = browser.get(path, hx=hx)
    return browser.get(answer.location, hx=hx).text if answer.status_code in (301, 302, 303) else answer.text


def leaks_of_lists(world, browsers) -> list[tuple]:
    """Every (viewer, path, token) that stands in a list where it must not."""
    found = []
    for viewer, browser in browsers.items():
        for path in lists_of(list(world.cast)):
            tokens = set(TOKEN.findall(read(browser, path)))
            found += [(viewer, path, token) for token in sorted(tokens) if not world.may_meet(viewer, token)]
    return found


def leaks_of_what_was_kept(world, browsers) -> list[tuple]:
    """Every (viewer, path, token) that was kept once and is told although it is not to be opened any more."""
    found = []
    for viewer, browser in browsers.items():
        for path in kept(world.lists):
            tokens = set(TOKEN.findall(read(browser, path)))
            found += [(viewer, path, token) for token in sorted(tokens) if not world.may_open(viewer, token)]
    return found


def leaks_of_pages(world, browsers) -> list[tuple]:
    """Every (viewer, path, token) whose page tells what it must not, asked whole or as a fragment by the throw of a die.

    Frames on other sites show what a visitor may see."""
    dice, found = random.Random(SEED), []
    for token, (public_id, *_) in world.pieces.items():
        viewer = dice.choice(list(browsers))
        for path, is_framed in pages_of(public_id).items():
            told = token in opened(browsers[viewer], path, hx=dice.random() < 0.5)
            if told and not world.may_open("visitor" if is_framed else viewer, token):
                found.append((viewer, path, token))
    return found


def test_everybody_finds_what_is_theirs_to_read_and_nothing_else(world, browsers):
    assert leaks_of_lists(world, browsers) == []
    assert leaks_of_what_was_kept(world, browsers) == []
    assert leaks_of_pages(world, browsers) == []
    shown = set(TOKEN.findall(read(browsers["visitor"], "/search?q=matrix")))

    assert shown == {token for token in world.pieces if world.may_meet("visitor", token)}
    for path in ("/feed/latest", "/saved", "/liked", "/tags/matrixtag", f"/playlists/{world.lists[0]}"):
        assert TOKEN.search(browsers["cy"].get(path).text), path


@pytest.fixture
def built_anew():
    """SELECTs that are built once for a process are built anew for this test, and after it."""
    choosing._wanted_among.cache_clear()
    yield
    choosing._wanted_among.cache_clear()


@pytest.mark.parametrize("states", [FEW])
def test_the_matrix_finds_leaks_where_there_are_some(world, browsers, built_anew, monkeypatch):
    everything = db.select(content.Content.id).where(content.Content.state == "published")
    monkeypatch.setattr(content, "listed", lambda viewer=None: everything)
    monkeypatch.setattr(queries, "listed", lambda viewer=None: everything)
    monkeypatch.setattr(policy, "may_watch", lambda content, viewer: True)

    assert len(leaks_of_lists(world, {"cy": browsers["cy"]})) > 10
    assert len(leaks_of_pages(world, {"cy": browsers["cy"]})) > 10
