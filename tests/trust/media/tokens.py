"""Links to films that not everybody may see: each opens its own film, for its own time, and nothing else."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from tests import films
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.storage import store

FILES = ("master.m3u8", "v360.m3u8", "v360.mp4", "film.mp4", "storyboard.vtt")
OPENED = (200, 206)


def run(app, count: int) -> dict:
    """Ask for every file of `count` films by the link of each; count what should not have opened, and what should have."""
    made = [films.film() for _ in range(count)]
    db.session.commit()
    for film in made:
        for name in FILES:
            store().put(f"published/{film.key}/{name}", b"private")
    browser, links = app.test_client(), {film.key: {name: path_of(film.url(name)) for name in FILES} for film in made}
    crossed = sum(
        opens(browser, links[a.key][name].replace(a.key, b.key))
        for a in made
        for b in made
        if a is not b
        for name in FILES
    )
    own = sum(opens(browser, path) for each in links.values() for path in each.values())
    bare = sum(opens(browser, f"/media/{film.key}/{name}") for film in made for name in FILES)
    clock.shift(timedelta(hours=1))
    late = sum(opens(browser, path) for each in links.values() for path in each.values())
    clock.shift(timedelta(0))
    return {
        "films": count * count * len(FILES),
        "crossed": crossed,
        "own_shut": count * len(FILES) - own,
        "bare": bare,
        "late": late,
    }


def path_of(url: str) -> str:
    return url.removeprefix("http://localhost")


def opens(browser, path: str) -> bool:
    answer = browser.get(path)
    answer.close()
    return answer.status_code in OPENED


def bad(found: dict) -> int:
    """How many links did what they should not."""
    return sum(found[name] for name in ("crossed", "own_shut", "bare", "late"))


@contextmanager
def any_signature() -> Iterator[None]:
    with patch.object(hmac, "compare_digest", lambda *_: True):
        yield


def run_broken(app, _count: int) -> dict:
    """The control: signatures are not compared."""
    with any_signature():
        return run(app, 3)
