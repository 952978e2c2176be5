"""Links to films that not everybody may see: each opens its own film, for its own time, and nothing else."""

import hmac
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from tests import films
from wm.domains import people
from wm.kernel import clock
from wm.kernel.db import transaction
from wm.kernel.storage import store

FILES = ("master.m3u8", "v360.m3u8", "v360.mp4", "film.mp4", "storyboard.vtt")
OPENED = (200, 206)


def run(app, count: int) -> dict:
    """Ask for every file of `count` private films by the link of each; count what should not have opened, and what should have."""
    ada, ben = enrolled("ada"), enrolled("ben")
    made = [films.published(ada, f"Film {number}", visibility="private").film for number in range(count)]
    for film in made:
        for name in FILES:
            store().put(f"published/{film.key}/{name}", b"private")
    browser, links = (
        app.test_client(),
        {film.key: {name: path_of(film.url(name, ada)) for name in FILES} for film in made},
    )

    def open_now(paths: Iterable[str]) -> int:
        return sum(opens(browser, path) for path in paths)

    own = [path for each in links.values() for path in each.values()]
    said = {
        "crossed": open_now(
            links[a.key][n].replace(a.key, b.key) for a in made for b in made if a is not b for n in FILES
        ),
        "own_shut": len(own) - open_now(own),
        "bare": open_now(f"/media/{film.key}/{name}" for film in made for name in FILES),
        "strangers": open_now(path_of(film.url(name, ben)) for film in made for name in FILES),
        "shared": open_now(path.replace(ada.public_id, ben.public_id) for path in own),
    }
    clock.shift(timedelta(hours=1))
    said["late"] = open_now(own)
    clock.shift(timedelta(0))
    return {"films": count * count * len(FILES)} | said


def enrolled(handle: str):
    with transaction():
        words = {"name": handle.title(), "handle": handle, "email": f"{handle}@example.org"}
        return people.enrol(**words, password="a long and honest password", role="creator")


def path_of(url: str) -> str:
    return url.removeprefix("http://localhost")


def opens(browser, path: str) -> bool:
    answer = browser.get(path)
    answer.close()
    return answer.status_code in OPENED


def bad(found: dict) -> int:
    """How many links did what they should not."""
    return sum(found[name] for name in ("crossed", "own_shut", "bare", "strangers", "shared", "late"))


@contextmanager
def any_signature() -> Iterator[None]:
    with patch.object(hmac, "compare_digest", lambda *_: True):
        yield


def run_broken(app, _count: int) -> dict:
    """The control: signatures are not compared."""
    with any_signature():
        return run(app, 3)
