"""usage: bin/bench media [--quick] [--json] [--repeat N]

Encodes films with our pipeline (real workers, woken through Redis) and with one bare ffmpeg command that makes the same
renditions in one process, in turns on the same source, and prints the medians:

  wall_over_bare                 wall time of the pipeline, poster to preview, over the bare command's (at most 1.20)
  cpu_over_bare                  the same of processor time, which a busy machine blurs less
  first_playable_encode_seconds  from the source lying complete in storage to the moment when it can be played
  first_playable_copy_seconds    the same for a ten-minute film that is published as it came (at most 2)
  chunk_speedup_2_workers        how much quicker two workers make a film in parts than one, a processor each (at least 1.7)
  peak_memory_mib                the most that a worker and all its children held at once, over all films
  stored_bytes_per_minute        all that is published of the usual film
  vmaf_360 ...                   how good each rung looks beside the source (0 to 100)

Both run at the lowest priority, each in a session of its own.

  --quick     films of a sixth of the length, one turn
  --repeat N  so many turns of each (default 3)
  --json      one flat object"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

import _bench_films as films
import _redis
import _vmaf
from _crew import Crew, crew

from wm.app import create_app
from wm.domains import media, storage
from wm.domains.media import command, plan, probe, tools
from wm.domains.media.graph import Work
from wm.kernel import ids, job, queue
from wm.kernel.db import db, rollback, transaction
from wm.kernel.storage import store

PROMISES = {
    "wall_over_bare": ("at most", 1.20),
    "first_playable_copy_seconds": ("at most", 2.0),
    "chunk_speedup_2_workers": ("at least", 1.7),
}
PATIENCE = 3600
PART_SECONDS = 15


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="bin/bench media")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="wm-bench-"))
    try:
        with site(folder) as app, app.app_context():
            warn_if_busy()
            result = measured(folder, 6 if asked.quick else 1, 1 if asked.quick else asked.repeat)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(result) if asked.json else table(result))
    return int(not all(holds(result, name) for name in PROMISES))


@contextmanager
def site(folder: Path):
    """Give an app with a database, a store and a Redis of its own; workers are started where they are measured."""
    server = _redis.binary()
    if server is None:
        sys.exit(_redis.MISSING)
    (folder / "redis").mkdir()
    given = {
        "ENVIRONMENT": "development",
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        "REDIS_URL": f"unix://{_redis.socket_for(folder / 'redis')}?db=0",
        "S3_ENDPOINT_URL": "",
        "LOG_LEVEL": "WARNING",
    }
    os.environ.update(given)
    app = create_app()
    with app.app_context():
        db.create_all()
    part = subprocess.Popen(_redis.command(server, folder / "redis"))
    try:
        yield app
    finally:
        part.kill()
        part.wait()


def warn_if_busy() -> None:
    """Say that figures taken beside other work say little."""
    load = os.getloadavg()[0]
    if load > os.cpu_count() / 2:
        words = f"!! this machine is busy (load {load:.1f}): wall times say little, repeat this when it rests"
        print(words, file=sys.stderr)


class Turn(NamedTuple):
    """One turn of ours or of the bare command: wall and processor seconds, and when it could be played."""

    wall: float
    cpu: float
    playable: float = 0.0


def measured(folder: Path, share: int, turns: int) -> dict:
    """Return all figures; films are `share` times shorter than usual."""
    result, ratios = {}, {}
    with crew(1) as working:
        ours(films.small(folder, 2), working)
        usual = films.usual(folder, 60 // share)
        pairs = [(bare(usual, folder / "bare"), ours(usual, working, result)) for _ in range(turns)]
        result |= compared([pair[0] for pair in pairs], [pair[1] for pair in pairs])
        for make, seconds in ((films.ultra_hd, 12 // share), (films.phone, 24 // share)):
            film = make(folder, max(2, seconds))
            ratios[f"{film.stem}_wall_over_bare"] = round(once_over_bare(film, folder, working), 3)
        talk = films.talk(folder, max(1, 10 // share))
        copied = [until_playable(talk) for _ in range(turns)]
        result["first_playable_copy_seconds"] = round(statistics.median(copied), 2)
        result["peak_memory_mib"] = round(working.peak / 2**20)
    return result | ratios | {"chunk_speedup_2_workers": sped_up(folder, turns), "turns": turns}


def compared(bare_turns: list[Turn], our_turns: list[Turn]) -> dict:
    """Return the medians of both, and their ratios."""
    one, all_of_it = middle(bare_turns), middle(our_turns)
    return {
        "wall_over_bare": round(all_of_it.wall / one.wall, 3),
        "cpu_over_bare": round(all_of_it.cpu / one.cpu, 3),
        "first_playable_encode_seconds": round(all_of_it.playable, 2),
        "pipeline_seconds": round(all_of_it.wall, 2),
        "bare_seconds": round(one.wall, 2),
    }


def middle(turns: list[Turn]) -> Turn:
    """Return the median of each figure."""
    return Turn(*(statistics.median(figures) for figures in zip(*turns, strict=True)))


def once_over_bare(film: Path, folder: Path, working: Crew) -> float:
    """Return how long ours takes of a film beside the bare command, once each."""
    return ours(film, working).wall / bare(film, folder / "bare").wall


def sped_up(folder: Path, turns: int) -> float:
    """Return how much quicker two workers are than one with a film in parts, a processor each."""
    film, walls = films.small(folder, 4 * PART_SECONDS), {1: [], 2: []}
    for _ in range(turns):
        for count in walls:
            with crew(count, True, CHUNK_SECONDS=PART_SECONDS, ENCODE_THREADS=1) as working:
                walls[count].append(ours(film, working).wall)
    return round(statistics.median(walls[1]) / statistics.median(walls[2]), 2)


def bare(source: Path, folder: Path) -> Turn:
    """Make all renditions at once with one ffmpeg, outside of any cage."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    seen = probe.look(source)
    drawn = plan.draw(seen, tools.Wishes())
    argv = command.renditions(Work(source, seen, folder, media.workshop()), list(drawn.rungs), with_sound=True)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    began, spent = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["nice", "-n", "19", *argv], check=True, start_new_session=True, **quiet)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = now.ru_utime - spent.ru_utime + now.ru_stime - spent.ru_stime
    return Turn(time.monotonic() - began, cpu)


def ours(source: Path, working: Crew, result: dict | None = None) -> Turn:
    """Send the film through our pipeline, and remove it again; `result` gets what is said of its files."""
    before = working.spent()
    with sent(source) as film_id:
        film = waited_for(film_id, "is_ready")
        wall, playable = ((at - film.created_at).total_seconds() for at in (film.ready_at, film.playable_at))
        time.sleep(1)  # until the worker has seen the end of its child
        if result is not None and "stored_bytes_per_minute" not in result:
            result |= rated(film, source)
    return Turn(wall, working.spent() - before, playable)


def until_playable(source: Path) -> float:
    """Return after how many seconds the film plays; what would come after that is left."""
    with sent(source) as film_id:
        film = waited_for(film_id, "is_playable")
        return (film.playable_at - film.created_at).total_seconds()


@contextmanager
def sent(source: Path) -> Iterator[int]:
    """Send a film into our pipeline, give its row id, and remove it at the end."""
    key = f"raw/{ids.new()}"
    store().put_path(key, source)
    with transaction():
        film = media.begin(key, source.stat().st_size)
    film_id, film_key = film.id, film.key
    yield film_id
    with transaction():
        media.remove(media.get(film_id))
    while left():  # nobody sweeps here, and what is left of this film must not stand in the next one's way
        rollback()
        queue.nudge([each for each in job.due() if each[1] == "media"])
        time.sleep(0.2)
    media.clear(film_key)
    storage.deleting.work_off()
    store().delete(key)


def left() -> bool:
    """Whether a job of a film is still to be done, or being done."""
    of_films = job.Job.queue == "media", job.Job.state == "due"
    return db.session.scalar(db.select(job.Job.id).where(*of_films).limit(1)) is not None


def rated(film: media.Film, source: Path) -> dict:
    """Return what is stored of a film per minute, and how good each of its rungs looks."""
    place = store().path(f"published/{film.key}")
    size = sum(path.stat().st_size for path in place.iterdir())
    found = {"stored_bytes_per_minute": round(size * 60_000 / film.duration_ms)}
    for rung in media.renditions(film.id):
        score = _vmaf.vmaf(source, place / f"{rung.name}.mp4", seconds=min(10, film.duration_ms / 1000))
        found[f"vmaf_{rung.step}"] = None if score is None else round(score, 1)
    return found


def waited_for(film_id: int, state: str) -> media.Film:
    """Wait until the film "is_playable" or "is_ready", and return it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        film = media.get(film_id)
        if getattr(film, state):
            return film
        if film.error_code:
            sys.exit(f"The film was refused: {film.error_text}")
        rollback()
        time.sleep(0.5)  # what it asks is work too, and the bare command is asked nothing
    sys.exit("The film was not there within an hour.")


def holds(result: dict, name: str) -> bool:
    """Whether a promise holds."""
    way, limit = PROMISES[name]
    return result[name] <= limit if way == "at most" else result[name] >= limit


def table(result: dict) -> str:
    """Return the result for people."""
    lines = [f"medians of {result['turns']} turns; ours beside one bare ffmpeg that makes the same renditions"]
    for name, value in result.items():
        way, limit = PROMISES.get(name, ("", ""))
        verdict = f"   {way} {limit}: {'holds' if holds(result, name) else 'MISSED'}" if way else ""
        lines.append(f"  {name:<32}{value!s:>12}{verdict}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
