"""Workers that are killed: whatever was cut off, one whole film comes out and nothing else."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.media.conftest import hurry, stored
from wm.domains import media
from wm.domains.media import inventory
from wm.kernel.db import db
from wm.kernel.storage import store

ROOT = Path(__file__).resolve().parents[2]
WORKER = Path(__file__).with_name("killed_worker.py")
SEED, KILLS = 0, 2


@pytest.fixture
def start(settings, app):
    """Start a worker in a process of its own."""
    given = json.dumps(settings | {"ENCODE_PRESET": "ultrafast", "NUDGE": False})
    started = []

    def worker():
        argv = [sys.executable, str(WORKER), given, str(ROOT)]
        started.append(subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))
        assert started[-1].stdout.readline() == b"ready\n"
        return started[-1]

    yield worker
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def encoders(film_key):
    """Processes that work in the film's folder."""
    everybody = psutil.process_iter(["cmdline"])
    return [process for process in everybody if any(film_key in word for word in process.info["cmdline"] or ())]


@pytest.mark.slow
@pytest.mark.once
def test_a_worker_killed_again_and_again_ends_with_one_whole_film(begun, start, app):
    chance = random.Random(SEED)
    film = begun("ladder.mp4")
    film_id, key = film.id, film.key

    for _ in range(KILLS):
        worker = start()
        time.sleep(chance.uniform(0.05, 2.5))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        time.sleep(0.3)
        assert encoders(key) == []
        hurry()
    assert start().wait(timeout=120) == 0

    db.session.rollback()
    film = media.with_renditions(film_id)
    assert (film.state, film.key, [r.step for r in film.renditions]) == ("ready", key, [360, 480, 720])
    assert stored(film) == inventory.of(film)
    hidden = [p for p in store().path("published/x").parent.rglob(".*") if p.is_file()]
    assert hidden == []
    assert {k.split("/")[0] for k in store().keys("")} == {"published", "raw"}
    assert not Path(app.config["VAR_DIR"], "processing", key).exists()
