"""The process manager behind bin/run: nothing stays down, and nothing stays behind."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests import services

pytestmark = [pytest.mark.slow, pytest.mark.once]

SITE = """
import sys
sys.path.insert(0, "bin")
import _processes
site = _processes.Site(last="redis", say=lambda sentence: print(sentence, flush=True))
folder = sys.argv[1]
site.add("redis", ["sh", "-c", f"trap 'date +%s.%N > {folder}/redis-ended; exit' TERM; touch {folder}/redis; sleep 60 & wait"])
site.add("web", ["sh", "-c", f"echo $$ >> {folder}/web; exec sleep 60"])
site.add("encoder", ["sh", "-c", f"setsid sh -c 'echo $$ > {folder}/orphan; exec sleep 60' & exec sleep 60"])
site.add("deaf", ["sh", "-c", f"trap '' TERM INT; echo $$ > {folder}/deaf; while :; do sleep 0.1; done"])
site.add("seed", ["sh", "-c", f"echo seeded >> {folder}/seed"], at_end=lambda code: open(f'{folder}/seed-code', 'w').write(str(code)))
site.loop()
"""


def is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def numbers(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


@pytest.fixture
def site(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", SITE, str(tmp_path)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    for name in ("redis", "web", "orphan", "deaf", "seed"):
        services.wait_until((tmp_path / name).exists, f"the start of {name}", 10)
    yield process
    process.kill()
    process.wait()
    for name in ("orphan", "deaf"):  # these two end by force only
        with suppress(ProcessLookupError):
            os.killpg(numbers(tmp_path / name)[-1], signal.SIGKILL)


def test_a_child_that_dies_is_started_again(site, tmp_path):
    first = numbers(tmp_path / "web")[0]

    os.kill(first, signal.SIGKILL)

    services.wait_until(lambda: len(numbers(tmp_path / "web")) == 2, "a second start", 10)
    assert is_alive(numbers(tmp_path / "web")[1])
    assert site.poll() is None


def test_a_deed_that_is_done_once_is_not_repeated(site, tmp_path):
    time.sleep(2.5)

    assert (tmp_path / "seed").read_text() == "seeded\n"
    assert (tmp_path / "seed-code").read_text() == "0"
    assert site.poll() is None


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_everything_within_five_seconds(site, tmp_path, sign):
    pids = [numbers(tmp_path / name)[-1] for name in ("web", "orphan", "deaf")]
    started = time.monotonic()

    site.send_signal(sign)
    site.wait(10)

    assert time.monotonic() - started < 5
    assert [pid for pid in pids if is_alive(pid)] == []
    assert site.returncode == 0
    assert (tmp_path / "redis-ended").exists()


def test_children_do_not_outlive_a_manager_that_was_killed(site, tmp_path):
    web = numbers(tmp_path / "web")[-1]

    site.kill()
    site.wait()

    services.wait_until(lambda: not is_alive(web), "the end of the web process", 5)
