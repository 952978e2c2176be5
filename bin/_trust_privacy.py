"""usage: bin/trust privacy [--quick] [--json]

Asks who reads what: 500 pieces, each in a random state (kind, draft to removed, public to unlisted, locked by price, tier or Pro), five people who
follow, block, buy and join at random, and a visitor; every list, everything that was kept, every page, on MariaDB. What each may see is worked
out a second time, by hand. Two builds that leak on purpose are looked at the same way (the control): where that finds nothing, this says nothing.

  --quick  a tenth of the pieces
  --json   a list of {figure, tries, bad, control_bad}"""

import argparse
import contextvars
import json
import sys
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

from _stage import stage

from jobs import discovery, worker
from tests.conftest import Browser
from tests.trust.privacy.broken import everything_is_listed, nothing_is_locked
from tests.trust.privacy.looking import (
    leaks_of_lists,
    leaks_of_pages,
    leaks_of_what_was_kept,
    leaks_past_locks,
)
from tests.trust.privacy.world import World
from wm.domains import categories, people
from wm.kernel import job
from wm.kernel.db import db, transaction

STATES, CONTROL = 500, 150
CAST = {"ada": "creator", "ben": "viewer", "cy": "viewer", "mo": "moderator", "ruth": "admin"}
LOOKS = {
    "lists": leaks_of_lists,
    "kept": leaks_of_what_was_kept,
    "pages": leaks_of_pages,
    "locks": leaks_past_locks,
}
CONTROLS = dict.fromkeys(LOOKS, everything_is_listed) | {"locks": nothing_is_locked}


class Counting:
    """A browser that counts what it asks for."""

    asked: Counter = Counter()

    def __init__(self, browser: Browser):
        self.browser = browser

    def get(self, path: str, **how):
        """Ask as a test's browser does."""
        self.asked["pages"] += 1
        return self.browser.get(path, **how)


def main(arguments: list[str]) -> int:
    """Look at everything, print, and return 1 when somebody reads too much, or a control notices nothing."""
    parser = argparse.ArgumentParser(prog="bin/trust privacy")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    found = looked_at(STATES // 10 if asked.quick else STATES)
    controls = looked_at(CONTROL, is_broken=True)
    told = [
        {"figure": name, "tries": tries, "bad": len(bad), "control_bad": len(controls[name][1])}
        for name, (tries, bad) in found.items()
    ]
    print(json.dumps(told) if asked.json else table(found, told, time.monotonic() - began))
    return int(any(each["bad"] or not each["control_bad"] for each in told))


def looked_at(states: int, is_broken: bool = False) -> dict[str, tuple[int, list]]:
    """Return by kind of place how many pages were asked for, and every leak."""
    with stage() as app:
        app.config["WTF_CSRF_ENABLED"], app.test_client_class = False, Browser
        world = made(app, states)
        browsers = {handle: Counting(app.test_client().sign_in(person)) for handle, person in world.cast.items()}
        browsers["visitor"] = Counting(app.test_client())
        return {name: counted(name, world, browsers, is_broken) for name in LOOKS}


def counted(name: str, world: World, browsers: dict, is_broken: bool) -> tuple[int, list]:
    Counting.asked.clear()
    with CONTROLS[name]() if is_broken else nullcontext():
        found = LOOKS[name](world, browsers)
    return Counting.asked["pages"], found


def made(app, states: int) -> World:
    """Make the people and their pieces, and let every job run that follows from them."""
    with transaction():
        categories.plant_first()
        cast = {handle: enrolled(handle, role) for handle, role in CAST.items()}
    world = World(cast, states)
    while waiting := [row for row, _ in job.due()]:
        db.session.rollback()
        for row in waiting:
            contextvars.Context().run(run_row, app, row)
    discovery.rebuild()
    db.session.expire_all()
    return world


def enrolled(handle: str, role: str):
    words = {
        "name": handle.title(),
        "handle": handle,
        "email": f"{handle}@example.org",
        "password": "a long and honest password",
    }
    return people.enrol(**words, role=role)


def run_row(app, row: int) -> None:
    with app.app_context():
        worker.run_row(row)


def table(found: dict, told: list[dict], seconds: float) -> str:
    """Return the figures as lines, and the first leaks of each kind."""
    lines = [
        f"  {each['figure']:8} {each['tries']:>7,} pages  {each['bad']:>3} leaks  (control: {each['control_bad']})"
        for each in told
    ]
    lines += [f"  !! {viewer} reads {word} at {path}" for _, bad in found.values() for viewer, path, word in bad[:20]]
    return "\n".join([*lines, f"  {seconds:.0f} s"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
