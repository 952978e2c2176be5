"""Files of films that not everybody may have, asked for through nginx with links that are rightly signed (V12, V14)."""

import os
import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import cast, films
from tests.front.conftest import MEDIA_SECRET, Front
from tests.trust.media.crew import run_jobs
from wm.domains import content, entitlements, graph, people
from wm.domains.content import Content
from wm.domains.media import signing
from wm.kernel import clock
from wm.kernel.db import db, rollback, transaction
from wm.kernel.storage import store

SECRET = b"nobody else may see these bytes"
FACES = ("poster.webp", "poster.avif", "poster-640.webp", "poster-320.webp")
FILES = (
    *("master.m3u8", "v360.m3u8", "v360.mp4", "copy.mp4", "audio.m3u8", "audio.mp4", "film.mp4", "preview.mp4"),
    *("storyboard.webp", "storyboard.vtt", "still-1.webp", "still-2.webp", "still-3.webp", "captions-en-1.vtt", *FACES),
)
PAGES = ("watch/{}", "watch/{}/source", "watch/{}/original", "watch/{}/chapters.vtt", "embed/{}", "embed/{}/source")
CROSSED, LATER, WITHIN, LONGEST = 20, 3, 10.0, 15 * 60  # films, and seconds
GATE = re.compile(r"^ *auth_request .*\n", re.MULTILINE)


@contextmanager
def site(*, gated: bool = True) -> Iterator[Front]:
    """The whole site behind nginx; the control's nginx does not ask whether a film is still open to somebody."""
    with tempfile.TemporaryDirectory(prefix="wm-front-") as folder:
        whole = Front({}, Path(folder), BROWSING_RATE="100000r/s", BROWSING_BURST="100000")
        try:
            if not gated:
                part = whole.nginx.out / "parts" / "media.conf"
                part.write_text(GATE.sub("", part.read_text()))
                os.kill(whole.nginx.process.pid, signal.SIGHUP)
                time.sleep(1)
            yield whole
        finally:
            whole.stop()


def enrolled(handle: str, role: str = "viewer") -> people.Person:
    with transaction():
        return cast.enrolled(name=handle.title(), handle=handle, role=role)


def laid(person, title: str, **fields) -> Content:
    """A film of `person`'s with all its files."""
    piece = films.published(person, title, **fields)
    piece.film.has_poster = piece.film.has_progressive = piece.film.has_storyboard = True
    for name in FILES:
        store().put(f"published/{piece.film.key}/{name}", SECRET)
    db.session.commit()
    return piece


def link(front: Front, key: str, name: str, who: str = "", ends: int | None = None) -> str:
    """Sign as the site does, for whomever."""
    ends = signing.expiry(is_open=False) if ends is None else ends
    folder = f"{key}/{who}" if who else key
    return f"{front.url}/media/{ends}/{signing.sign(ends, folder, MEDIA_SECRET)}/{folder}/{name}"


def opens(browser, url: str) -> bool:
    answer = browser.get(url, allow_redirects=False)
    return answer.status_code in (200, 206) or SECRET in answer.content


def signed_in(front: Front, person):
    """The browser of `person`."""
    browser = front.visitor()
    browser.cookies.set("__Host-wm", cast.token_of(person), path="/")
    return browser


# -- V12


def private(_app, count: int, *, gated: bool = True) -> dict:
    """Ask for every file and page of `count` private films as everybody; for films with each other's links; and too late."""
    ada, others = enrolled("ada", "creator"), [enrolled(name) for name in ("ben", "cy")] + [enrolled("dan", "creator")]
    made = [laid(ada, f"Film {number}", visibility="private") for number in range(count)]
    keys, ids = [piece.film.key for piece in made], [piece.public_id for piece in made]
    with site(gated=gated) as front:
        browser, known = front.visitor(), [signed_in(front, person) for person in others]
        asked = [link(front, key, name, who) for key in keys for name in FILES for who in _strangers(others)]
        asked += [f"{front.url}/media/{key}/{name}" for key in keys for name in FILES]
        asked += [link(front, key, f"face/{name}") for key in keys for name in FACES]
        pages = [f"{front.url}/{page.format(public_id)}" for public_id in ids for page in PAGES]
        own = [link(front, key, name, ada.public_id) for key in keys for name in FILES]
        said = {
            "strangers": sum(opens(browser, url) for url in asked),
            "pages": sum(opens(each, url) for each in (browser, *known) for url in pages),
            "own_shut": sum(not opens(browser, url) for url in own),
            "hers_shut": sum(not opens(signed_in(front, ada), f"{front.url}/watch/{each}") for each in ids[:3]),
            "crossed": crossed(front, browser, keys[:CROSSED], ada.public_id),
            "late": late(front, browser, keys, ada.public_id),
        }
    tries = len(asked) + len(pages) * 4 + len(own) + len(keys[:CROSSED]) ** 2 + len(keys)
    return {"films": tries} | said


def _strangers(others: list) -> tuple[str, ...]:
    return "", *(person.public_id for person in others)


def crossed(front: Front, browser, keys: list[str], who: str) -> int:
    """How many of all pairs of a link and a film are wrong: each opens its own, and no other."""
    wrong = 0
    for mine in keys:
        url = link(front, mine, "film.mp4", who)
        wrong += sum(opens(browser, url.replace(mine, other)) != (mine == other) for other in keys)
    return wrong


def late(front: Front, browser, keys: list[str], who: str) -> int:
    """How many links are worth something a second after their end, or nothing before it."""
    urls = [link(front, key, "film.mp4", who, ends=int(time.time()) + LATER) for key in keys]
    shut = sum(not opens(browser, url) for url in urls[:5])
    time.sleep(LATER + 1)
    return shut + sum(opens(browser, url) for url in urls)


# -- V14


class Right:
    """Somebody's right to a film of Ada's, and the way in which it ends."""

    def __init__(self, number: int, ada, way: str):
        self.way, self.viewer = way, enrolled(f"viewer{number}")
        fields = {"visibility": "followers"} if way == "unfollowed" else {}
        if way == "unfollowed":
            with transaction():
                graph.follow(self.viewer, ada)
        self.piece, self.ref = laid(ada, f"Film {number}", **fields), f"{way}-{number}"
        if way in GRANTED:
            self._grant(ada)

    def _grant(self, ada) -> None:
        source, scope, lock = GRANTED[self.way]
        about = {"content": self.piece.id, "creator": ada.id, "site": 0}[scope]
        with transaction():
            piece = content.with_row_id(self.piece.id)
            content.set_lock(piece, **lock)
            level = {"level": 1} if scope == "creator" else {}
            entitlements.grant(self.viewer.id, scope=scope, scope_id=about, source=source, source_ref=self.ref, **level)

    def end(self, ada) -> None:
        """End it, as people and the site do."""
        if self.way in GRANTED:
            return entitlements.revoke(GRANTED[self.way][0], self.ref)
        return ENDS[self.way](content.with_row_id(self.piece.id), ada, self.viewer)


GRANTED = {
    "refunded": ("sale", "content", {"by_sale": True, "price": 500}),
    "unsubscribed": ("membership", "creator", {"by_level": 1}),
    "pro ended": ("pro", "site", {"by_pro": True}),
}
ENDS: dict[str, Callable] = {
    "private": lambda piece, *_: content.edit(piece, visibility="private"),
    "priced": lambda piece, *_: content.set_lock(piece, by_sale=True, price=500),
    "removed": lambda piece, *_: content.remove(piece),
    "taken back": lambda piece, *_: content.unpublish(piece),
    "blocked": lambda _, ada, viewer: graph.block(ada, people.by_public_id(viewer.public_id)),
    "closed": lambda _piece, _ada, viewer: setattr(people.by_public_id(viewer.public_id), "closed_at", clock.now()),
    "unfollowed": lambda _, ada, viewer: graph.unfollow(viewer, ada),
}
WAYS = (*GRANTED, *ENDS)


def revoked(app, count: int, *, gated: bool = True) -> dict:
    """End `count` rights in ten ways; count links that still open ten seconds later, and rights that ended with others'."""
    ada = enrolled("ada", "creator")
    rights = [Right(number, ada, WAYS[number % len(WAYS)]) for number in range(count)]
    keeper, steady = enrolled("keeper"), laid(ada, "Another film").film.key
    run_jobs(app)
    with site(gated=gated) as front:
        browser, keys = front.visitor(), [content.with_row_id(right.piece.id).film.key for right in rights]
        rollback()
        links = {
            number: [link(front, key, name, rights[number].viewer.public_id) for name in ("master.m3u8", "v360.mp4")]
            for number, key in enumerate(keys)
        }
        stays = link(front, steady, "v360.mp4", keeper.public_id)
        shut = sum(not opens(browser, url) for urls in links.values() for url in urls)
        with transaction():
            for right in rights:
                right.end(ada)
        slowest, left = _watched(browser, links)
        shut += not opens(browser, stays)
    lasts = signing.expiry(is_open=False) - time.time()
    return {
        "films": len(rights),
        "still_open": len(left),
        "which": sorted({rights[number].way for number in left}),
        "shut_before": shut,
        "too_long": int(lasts > LONGEST),
        "slowest_seconds": round(slowest, 1),
    }


def _watched(browser, links: dict[int, list[str]]) -> tuple[float, list[int]]:
    """Ask until nothing opens, at most ten seconds; the moment of the last that opened, and those that still do."""
    began, slowest, left = time.monotonic(), 0.0, list(links)
    while left and time.monotonic() - began < WITHIN:
        left = [number for number in left if any(opens(browser, url) for url in links[number])]
        slowest = time.monotonic() - began if left else slowest
        time.sleep(0.2)
    return slowest, [number for number in left if any(opens(browser, url) for url in links[number])]


def bad(found: dict) -> int:
    """How much of it should not be."""
    names = ("strangers", "pages", "own_shut", "hers_shut", "crossed", "late", "still_open", "shut_before", "too_long")
    return sum(found.get(name, 0) for name in names)
