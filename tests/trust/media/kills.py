"""Workers killed at random moments of encodes, while somebody reads every playlist that is published."""

import random
import re
import threading
import time
from pathlib import Path

from tests.trust.media.corpus import Corpus
from tests.trust.media.crew import Crew, attempts, begun, follow, states, strays, work_off
from wm.domains import media
from wm.kernel import job
from wm.kernel.storage import store

WORKERS, PATIENCE = 3, 900
NAMED = re.compile(r'URI="([^"]+)"')
RANGE = re.compile(r'BYTERANGE[:=]"?(\d+)@(\d+)')
SOURCE = "two.mp4"


class Reader(threading.Thread):
    """A viewer who asks for every master all the time, and for all that it names; `complaints` is what was not there whole."""

    def __init__(self, root: Path, keys: list[str]):
        super().__init__(daemon=True)
        self.folders, self.over = [root / "published" / key for key in keys], threading.Event()
        self.complaints, self.reads = [], 0

    def run(self) -> None:
        while not self.over.is_set():
            for folder in self.folders:
                self.look(folder)
            time.sleep(0.02)

    def look(self, folder: Path) -> None:
        """Read one film as a player does."""
        master = text_of(folder / "master.m3u8")
        if master is None:
            return
        self.reads += 1
        for name in named_in(master):
            listing = text_of(folder / name)
            if listing is None or not listing.rstrip().endswith("#EXT-X-ENDLIST"):
                self.complaints.append(f"{folder.name}/{name}")
                continue
            self.complaints += [
                f"{folder.name}/{part}" for part in named_in(listing) if not is_whole(folder / part, listing)
            ]


def named_in(playlist: str) -> set[str]:
    """Return the names that a playlist names, without what comes after a question mark."""
    lines = {line.strip() for line in playlist.splitlines() if line.strip() and not line.startswith("#")}
    return {name.split("?")[0] for name in lines | set(NAMED.findall(playlist))}


def text_of(path: Path) -> str | None:
    try:
        return path.read_text()
    except FileNotFoundError:
        return None


def is_whole(path: Path, listing: str) -> bool:
    end = max((int(size) + int(at) for size, at in RANGE.findall(listing)), default=1)
    return path.is_file() and path.stat().st_size >= end


def run(app, count: int, *controls: str) -> dict:
    """Kill `count` workers while `count` films are made; count films that are not ready and whole, and what a reader met."""
    app.config["ENCODE_PRESET"] = "ultrafast"
    var, chance = Path(app.config["VAR_DIR"]), random.Random(60)
    content = Corpus(var).__call__(SOURCE).read_bytes()
    with Crew(1) as crew:
        example = begun(content)
        follow(crew, [example], PATIENCE)
    wanted = named(states([example])[example])
    film_ids = [begun(content) for _ in range(max(2, count))]
    reader = Reader(store().root, [film.key for film in states(film_ids).values()])
    reader.start()
    with Crew(WORKERS, *controls) as crew:
        killed = kill(crew, chance, film_ids, count)
        left = follow(crew, film_ids, PATIENCE)
    time.sleep(2)
    work_off()
    reader.over.set()
    reader.join()
    return judged(var, film_ids, wanted, reader) | {"killed": killed, "not_over": left}


def kill(crew: Crew, chance: random.Random, film_ids: list[int], count: int) -> int:
    """Kill one after the other, about one for each film, and none whose film has died too often to be taken up again."""
    killed, end = 0, time.monotonic() + PATIENCE
    while killed < count and time.monotonic() < end:
        time.sleep(chance.uniform(0.2, 2.5))
        over = sum(film.state in ("ready", "failed") for film in states(film_ids).values())
        if over == len(film_ids):
            film_ids.append(begun(Corpus(Path(store().root).parent)(SOURCE).read_bytes()))
        if attempts() < job.DEATHS and killed <= over + 2 * WORKERS:
            crew.kill_one(chance)
            killed += 1
    return killed


def judged(var: Path, film_ids: list[int], wanted: set[str], reader: Reader) -> dict:
    films = states(film_ids)
    for film in films.values():
        reader.look(store().root / "published" / film.key)
    everybody = {film.key for film in media.several(range(1, max(film_ids) + 1)).values()}
    return {
        "films": len(films),
        "not_ready": sum(film.state != "ready" for film in films.values()),
        "not_one_set": sum(named(film) != wanted for film in films.values() if film.state == "ready"),
        "served_partly": len(set(reader.complaints)),
        "strays": len(strays(var, everybody)),
        "reads": reader.reads,
    }


def named(film) -> set[str]:
    """Return the names of everything that is published of a film."""
    prefix = f"published/{film.key}/"
    return {key.removeprefix(prefix) for key in store().keys(prefix)}


def bad(found: dict) -> int:
    """How much of it should not be."""
    return sum(found[name] for name in ("not_ready", "not_one_set", "served_partly", "strays", "not_over"))
