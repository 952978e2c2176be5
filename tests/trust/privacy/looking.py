"""Looking at everything as everybody, and telling what somebody reads that is not theirs to read."""

import random
import re
from collections.abc import Callable, Iterator
from html import unescape

from tests.trust.privacy.surfaces import kept, lists_of, pages_of
from tests.trust.privacy.world import SEED, WRITTEN, World

WORD = re.compile(r"zq\d{3}x")
PAID = re.compile(r"zp(\d{3})x")
MORE = re.compile(r'href="([^"]*[?&](?:amp;)?(?:after|page)=[^"]*)"')
MOST_PAGES = 40
HX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def read(browser, path: str) -> str:
    """All pages of a list, joined; those that follow are asked for as its reader's browser does, a fragment each."""
    text, seen = "", set()
    while path and path not in seen and len(seen) < MOST_PAGES:
        answer = browser.get(path, headers=HX if seen else None)
        seen.add(path)
        text += answer.text
        following = [unescape(found) for found in MORE.findall(answer.text)]
        path = next((found for found in following if found not in seen), None)
    return text


def opened(browser, path: str, hx: bool) -> str:
    """A page or its fragment, wherever it stands now."""
    headers = HX if hx else None
    answer = browser.get(path, headers=headers)
    if answer.status_code in (301, 302, 303):
        answer = browser.get(answer.location, headers=headers)
    return answer.text


def leaks_of_lists(world: World, browsers: dict) -> list[tuple]:
    """Every (viewer, path, word) that stands in a list where it must not."""
    return list(_wrong(world, browsers, lists_of(list(world.cast)), world.may_meet))


def leaks_of_what_was_kept(world: World, browsers: dict) -> list[tuple]:
    """Every (viewer, path, word) that was kept once and is told although it is not to be opened any more."""
    return list(_wrong(world, browsers, kept(world.lists), world.may_open))


def _wrong(world: World, browsers: dict, paths: list[str], may: Callable) -> Iterator[tuple]:
    for viewer, browser in browsers.items():
        for path in paths:
            text = read(browser, path)
            found = sorted(set(WORD.findall(text)))
            yield from ((viewer, path, word) for word in found if not may(viewer, word))
            yield from _paid(world, viewer, path, text)


def _paid(world: World, viewer: str, path: str, text: str) -> Iterator[tuple]:
    """Every word from behind a lock that `viewer` has no key to."""
    numbers = sorted(set(PAID.findall(text)))
    return ((viewer, path, f"zp{n}x") for n in numbers if not world.may_have(viewer, f"zq{n}x"))


def leaks_of_pages(world: World, browsers: dict) -> list[tuple]:
    """Every (viewer, path, word) whose page tells what it must not, asked whole or as a fragment by the throw of a die.

    Frames on other sites show what a visitor may see."""
    dice, found = random.Random(SEED), []
    for word, piece in world.pieces.items():
        viewer = dice.choice(list(browsers))
        for path, is_framed in pages_of(piece.public_id).items():
            who = "visitor" if is_framed else viewer
            text = opened(browsers[viewer], path, hx=dice.random() < 0.5)
            found += [(viewer, path, word)] if word in text and not world.may_open(who, word) else []
            found += _paid(world, who, path, text)
    return found


def locked_pages(world: World, browsers: dict) -> dict[tuple[str, str], str]:
    """What everybody reads on the pages of what is written and locked, by (viewer, word)."""
    written = {word: piece for word, piece in world.pieces.items() if piece.lock and piece.kind in WRITTEN}
    return {
        (viewer, word): read(browser, f"/read/{piece.public_id}")
        for word, piece in written.items()
        for viewer, browser in browsers.items()
    }


def leaks_past_locks(world: World, browsers: dict) -> list[tuple]:
    """Every (viewer, path, word) that is read from behind a lock: what is written and locked, asked by everybody."""
    return leaks_on(world, locked_pages(world, browsers))


def leaks_on(world: World, said: dict[tuple[str, str], str]) -> list[tuple]:
    """Every (viewer, path, word) that is read from behind a lock on these `locked_pages`."""
    return [
        leak
        for (viewer, word), text in said.items()
        for leak in _paid(world, viewer, f"/read/{world.pieces[word].public_id}", text)
    ]
