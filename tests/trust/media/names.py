"""Films under names that are meant for a shell, an option or a path: they are shown, and nothing else is done with them (V8)."""

import base64
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from tests.trust.media.corpus import Corpus
from tests.trust.media.crew import Crew, follow, good, states
from tests.trust.media.wire import Broken, wire_of
from tests.uploads.hostile import HOSTILE
from tests.uploads.wire import TYPE
from wm.domains import content, uploads
from wm.kernel.db import db, rollback
from wm.kernel.storage import store

PATIENCE, MARK = 900, "zqname"
OURS = re.compile(r"raw/[A-Za-z0-9]{22}|published/[A-Za-z0-9]{24}/[a-z0-9-]+\.(mp4|m3u8|webp|avif|vtt)")
SHELLS = ("sh", "bash", "dash", "zsh", "busybox", "env", "xargs")
TRAPS = (";touch {};#", "$(touch {})", "`touch {}`", "|touch {}", "\ntouch {}\n", "&& touch {} &&", "'; touch {}; '")


def names(canary: Path, count: int) -> Iterator[str]:
    """Yield hostile names, some of which would touch `canary`; each carries a mark, by which it is known again."""
    for number, name in enumerate(HOSTILE[: max(0, count - len(TRAPS))]):
        yield f"{name}{MARK}{number}"
    for number, trap in enumerate(TRAPS[:count]):
        yield f"{trap.format(canary)}{MARK}t{number}"


def run(app, count: int, *controls: str) -> dict:
    """Send `count` films under such names to a real server, and let workers make them; count what the names did."""
    film = good(Corpus(Path(app.config["VAR_DIR"])))
    with TemporaryDirectory(prefix="wm-names-") as folder:
        canary, spawned = Path(folder, "canary"), Path(folder, "spawned")
        os.environ["WM_SPAWNED"] = str(spawned)
        given = list(names(canary, count))
        refused = sent(film, given)
        with Crew(2, "watched", *controls) as crew:
            film_ids = arrived(crew, len(given) - refused)
            left = follow(crew, film_ids, PATIENCE)
        started = [json.loads(line) for line in spawned.read_text().splitlines()]
        done = {"executed": int(canary.exists()), "programs": len(started)}
    done |= {"shells": sum(map(is_shell, started)), "handed_on": sum(MARK in json.dumps(each) for each in started)}
    ready = sum(film.state == "ready" for film in states(film_ids).values())
    return {
        "films": len(given),
        "refused": refused,
        "not_ready": len(given) - ready + left,
        "strange_keys": sum(not OURS.fullmatch(key) for key in store().keys("")),
        "strange_titles": strange(given),
    } | done


def sent(film: bytes, given: list[str]) -> int:
    """Send the film under each name; how many were not taken."""
    site = Broken("watched")
    try:
        wire = wire_of(site.url, "ada")
        told = {"Upload-Length": len(film), "Content-Type": TYPE}
        notes = [f"filename {base64.b64encode(name.encode()).decode()}" for name in given]
        return sum(wire.ask("POST", "/uploads/", film, **told, **{"Upload-Metadata": n}).status != 201 for n in notes)
    finally:
        site.stop()


def arrived(crew: Crew, count: int) -> list[int]:
    """Return the ids of the films, once there are as many as files came in."""
    end, wanted = time.monotonic() + PATIENCE, select(content.Content.film_id)
    while True:
        rollback()
        found = db.session.scalars(wanted.where(content.Content.film_id.is_not(None))).all()
        if len(found) >= count or time.monotonic() > end:
            return list(found)
        crew.replace_dead()
        time.sleep(0.2)


def is_shell(started: list) -> bool:
    """Whether a program that was started is a shell, or was started by one."""
    event, *told = started
    first = {Path(words[0]).name for words in told if words}
    return event == "os.system" or bool(first & set(SHELLS))


def strange(given: list[str]) -> int:
    """How many names or titles are not what is shown of the name that was given."""
    rollback()
    shown = {uploads.shown(name) for name in given}
    kept = set(db.session.scalars(select(uploads.Upload.name)))
    titles = set(db.session.scalars(select(content.Content.title)))
    return len(kept ^ shown) + len(titles - {uploads.title(name) for name in given})


def bad(found: dict) -> int:
    """How much the names did."""
    names = ("refused", "not_ready", "strange_keys", "strange_titles", "executed", "shells", "handed_on")
    return sum(found[name] for name in names)


def run_broken(app, _count: int) -> dict:
    """The control: a build that tells names to a shell."""
    return run(app, 12, "in_a_shell")
