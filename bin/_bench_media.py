"""usage: bin/bench media [--quick] [--json] [--repeat N]

Encodes one film with our pipeline (a real worker, woken through Redis) and with one bare ffmpeg command that makes the
same renditions in one process, in turns, and prints the medians:

  wall_over_bare           wall time of the pipeline, poster to storyboard, over that of the bare command (at most 1.25)
  first_playable_seconds   from the source lying complete in storage to the moment when it can be played

  --quick     a film of 10 seconds instead of 60
  --repeat N  so many turns of each (default 3)
  --json      one flat object"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

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
            result = measured(folder, seconds=10 if asked.quick else 60, turns=asked.repeat)
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
    try:
        yield app
    finally:
        for part in reversed(parts):
            part.kill()
            part.wait()


def measured(folder: Path, seconds: int, turns: int) -> dict:
    """Return the medians of `turns` turns, after one short film that wakes everything up."""
    source = made(folder / "source.mp4", seconds)
    ours(made(folder / "short.mp4", 2))
    bare_runs, our_runs = [], []
    for _ in range(turns):
        bare_runs.append(bare(source, folder / "bare"))
        our_runs.append(ours(source))
    bare_wall = statistics.median(bare_runs)
    wall = statistics.median(run[0] for run in our_runs)
    return {
        "wall_over_bare": round(wall / bare_wall, 3),
        "first_playable_seconds": round(statistics.median(run[1] for run in our_runs), 2),
        "pipeline_seconds": round(wall, 2),
        "bare_seconds": round(bare_wall, 2),
        "source_seconds": seconds,
        "source_megabytes": round(source.stat().st_size / 1e6, 1),
        "turns": turns,
    }


def made(path: Path, seconds: int) -> Path:
    """Make a 1080p film of moving shapes and noise, near 10 Mbit/s."""
    inputs = ["-f", "lavfi", "-t", str(seconds), "-i", PICTURE, "-f", "lavfi", "-t", str(seconds), "-i", SOUND]
    argv = [media.workshop().ffmpeg, "-v", "error", "-y", *inputs, *CODING, "-movflags", "+faststart", str(path)]
    subprocess.run(argv, check=True)
    return path


def bare(source: Path, folder: Path) -> float:
    """Return the wall seconds of one ffmpeg that makes all renditions at once, outside of any cage."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    seen = probe.look(source)
    work = command.Work(source, seen, folder, media.workshop())
    argv = command.renditions(work, ladder.rungs(seen.width, seen.height), with_sound=True)
    began = time.monotonic()
    subprocess.run(argv, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def ours(source: Path) -> tuple[float, float]:
    """Return (wall seconds until everything is published, seconds until it played) of our pipeline."""
    key = f"raw/{ids.new()}"
    store().put_path(key, source)
    with transaction():
        film = media.begin(key, source.stat().st_size)
    film_id, began = film.id, film.created_at
    film = finished(film_id)
    ends = (film.ready_at - began).total_seconds(), (film.playable_at - began).total_seconds()
    with transaction():
        media.remove(media.get(film_id))
    media.clear(film.key)
    store().delete(key)
    return ends


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
            f"  first playable after               {result['first_playable_seconds']:8.2f} s",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
