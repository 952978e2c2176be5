"""usage: bin/bench media [--quick] [--json] [--repeat N]

Encodes one film with our pipeline (a real worker, woken through Redis) and with one bare ffmpeg command that makes the
same renditions in one process, in turns, and prints the medians:

  wall_over_bare           wall time of the pipeline, poster to storyboard, over that of the bare command (at most 1.25)
  cpu_over_bare            the same of processor time, which a busy machine blurs less
  first_playable_seconds   from the source lying complete in storage to the moment when it can be played

Both run at the lowest priority, each in a session of its own.

  --quick     a film of 10 seconds instead of 60
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
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

import _redis

from wm.app import create_app
from wm.domains import media
from wm.domains.media import command, ladder, probe
from wm.kernel import ids
from wm.kernel.db import db, rollback, transaction
from wm.kernel.storage import store

MOST = 1.25
PATIENCE = 3600
PICTURE = "testsrc2=s=1920x1080:r=30,noise=alls=12:allf=t"
SOUND = "sine=f=220:beep_factor=4"
RATE = ["-b:v", "10M", "-maxrate", "12M", "-bufsize", "20M"]
CODING = [
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    *RATE,
    "-g",
    "60",
    "-pix_fmt",
    "yuv420p",
    "-c:a",
    "aac",
    "-b:a",
    "128k",
]


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 when the ratio is above what we promise."""
    parser = argparse.ArgumentParser(prog="bin/bench media")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="wm-bench-"))
    try:
        with site(folder) as app, app.app_context():
            warn_if_busy()
            result = measured(folder, app.config["BENCH_WORKER"], seconds=10 if asked.quick else 60, turns=asked.repeat)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(result) if asked.json else table(result))
    return int(result["wall_over_bare"] > MOST)


@contextmanager
def site(folder: Path):
    """Give an app with a database, a store, a Redis and one media worker of its own."""
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
    parts = [subprocess.Popen(_redis.command(server, folder / "redis"))]
    parts.append(subprocess.Popen([sys.executable, "-m", "jobs.worker", "media"], cwd=ROOT))
    app.config["BENCH_WORKER"] = psutil.Process(parts[-1].pid)
    try:
        yield app
    finally:
        for part in reversed(parts):
            part.kill()
            part.wait()


def warn_if_busy() -> None:
    """Say that figures taken beside other work say little."""
    load = os.getloadavg()[0]
    if load > os.cpu_count() / 2:
        print(
            f"!! this machine is busy (load {load:.1f}): wall times say little, repeat this when it rests",
            file=sys.stderr,
        )


class Turn(NamedTuple):
    """One turn of ours or of the bare command: wall and processor seconds, and when it could be played."""

    wall: float
    cpu: float
    playable: float = 0.0


def measured(folder: Path, worker: psutil.Process, seconds: int, turns: int) -> dict:
    """Return the medians of `turns` turns, after one short film that wakes everything up."""
    source = made(folder / "source.mp4", seconds)
    ours(made(folder / "short.mp4", 2), worker)
    bare_turns, our_turns = [], []
    for _ in range(turns):
        bare_turns.append(bare(source, folder / "bare"))
        our_turns.append(ours(source, worker))
    one, all_of_it = middle(bare_turns), middle(our_turns)
    return {
        "wall_over_bare": round(all_of_it.wall / one.wall, 3),
        "cpu_over_bare": round(all_of_it.cpu / one.cpu, 3),
        "first_playable_seconds": round(all_of_it.playable, 2),
        "pipeline_seconds": round(all_of_it.wall, 2),
        "bare_seconds": round(one.wall, 2),
        "source_seconds": seconds,
        "source_megabytes": round(source.stat().st_size / 1e6, 1),
        "turns": turns,
    }


def middle(turns: list[Turn]) -> Turn:
    """Return the median of each figure."""
    return Turn(*(statistics.median(figures) for figures in zip(*turns, strict=True)))


def made(path: Path, seconds: int) -> Path:
    """Make a 1080p film of moving shapes and noise, near 10 Mbit/s."""
    inputs = ["-f", "lavfi", "-t", str(seconds), "-i", PICTURE, "-f", "lavfi", "-t", str(seconds), "-i", SOUND]
    argv = [media.workshop().ffmpeg, "-v", "error", "-y", *inputs, *CODING, "-movflags", "+faststart", str(path)]
    subprocess.run(argv, check=True)
    return path


def bare(source: Path, folder: Path) -> Turn:
    """Make all renditions at once with one ffmpeg, outside of any cage."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    seen = probe.look(source)
    work = command.Work(source, seen, folder, media.workshop())
    argv = command.renditions(work, ladder.rungs(seen.width, seen.height), with_sound=True)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    began, spent = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["nice", "-n", "19", *argv], check=True, start_new_session=True, **quiet)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = now.ru_utime - spent.ru_utime + now.ru_stime - spent.ru_stime
    return Turn(time.monotonic() - began, cpu)


def ours(source: Path, worker: psutil.Process) -> Turn:
    """Send the film through our pipeline, and remove it again."""
    key, before = f"raw/{ids.new()}", spent_below(worker)
    store().put_path(key, source)
    with transaction():
        film = media.begin(key, source.stat().st_size)
    film_id, began = film.id, film.created_at
    film = finished(film_id)
    wall, playable = (film.ready_at - began).total_seconds(), (film.playable_at - began).total_seconds()
    time.sleep(1)  # until the worker has seen the end of its child
    with transaction():
        media.remove(media.get(film_id))
    media.clear(film.key)
    store().delete(key)
    return Turn(wall, spent_below(worker) - before, playable)


def spent_below(worker: psutil.Process) -> float:
    """Processor seconds of all children of the worker that have ended, ffmpeg among them."""
    times = worker.cpu_times()
    return times.children_user + times.children_system


def finished(film_id: int) -> media.Film:
    """Wait until the film is ready, and return it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        film = media.get(film_id)
        if film.is_ready:
            return film
        if film.error_code:
            sys.exit(f"The film was refused: {film.error_text}")
        rollback()
        time.sleep(0.2)
    sys.exit("The film was not ready within an hour.")


def table(result: dict) -> str:
    """Return the result for people."""
    verdict = "holds" if result["wall_over_bare"] <= MOST else "MISSED"
    return "\n".join(
        [
            f"one film of {result['source_seconds']} s, 1080p, {result['source_megabytes']} MB; medians of {result['turns']}",
            f"  one bare ffmpeg, all renditions    {result['bare_seconds']:8.2f} s",
            f"  our pipeline, everything published {result['pipeline_seconds']:8.2f} s",
            f"  ratio                              {result['wall_over_bare']:8.3f}   at most {MOST}: {verdict}",
            f"  ratio of processor time            {result['cpu_over_bare']:8.3f}",
            f"  first playable after               {result['first_playable_seconds']:8.2f} s",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
