"""A program in its cage: bounded, cut off, and never left behind."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time

import pytest

from wm.domains.media import runner, tools
from wm.domains.media.progress import Listener

PYTHON = os.path.realpath(sys.executable)


def run(code, folder, hear=None, **limits):
    allowed = runner.Limits(**{"wall": 20, "cpu": 20, **limits})
    return runner.run([PYTHON, "-I", "-S", "-c", textwrap.dedent(code)], folder, allowed, hear)


def alive(pid):
    try:
        return "Z" not in open(f"/proc/{pid}/stat").read().split(")")[1].split()[0]
    except FileNotFoundError:
        return False


def test_what_it_says_and_how_it_ended_come_back(tmp_path):
    ending = run("import sys; print('well'); print('badly', file=sys.stderr); sys.exit(3)", tmp_path)

    assert (ending.code, ending.out, ending.errors, ending.timed_out) == (3, b"well\n", "badly\n", False)


def test_time_on_the_wall_is_limited(tmp_path):
    began = time.monotonic()

    ending = run("import time; time.sleep(60)", tmp_path, wall=1)

    assert ending.timed_out
    assert ending.hit_a_limit
    assert time.monotonic() - began < 5


def test_a_program_that_ignores_its_end_is_ended(tmp_path):
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"

    assert run(code, tmp_path, wall=1).timed_out


def test_processor_time_is_limited(tmp_path):
    ending = run("while True: pass", tmp_path, cpu=1)

    assert ending.code == -signal.SIGXCPU
    assert ending.hit_a_limit


def test_the_size_of_a_file_is_limited(tmp_path):
    code = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); open('big', 'wb').write(bytes(5_000_000))"

    ending = run(code, tmp_path, file_bytes=1_000_000)

    assert ending.code == -signal.SIGXFSZ
    assert (tmp_path / "big").stat().st_size <= 1_000_000


def test_memory_is_limited(tmp_path):
    assert "MemoryError" in run("x = bytes(900_000_000)", tmp_path, memory=500_000_000).errors


def test_it_has_no_input_no_secrets_and_a_low_place(tmp_path, monkeypatch):
    monkeypatch.setenv("S3_SECRET_KEY", "very secret")

    said = run("import os, sys; print(os.environ.get('S3_SECRET_KEY'), repr(sys.stdin.read()), os.nice(0))", tmp_path)

    assert said.out == b"None '' 19\n"


def test_it_stands_in_a_session_of_its_own(tmp_path):
    said = run("import os; print(os.getsid(0) == os.getpid())", tmp_path)

    assert said.out == b"True\n"


@pytest.mark.skipif(not tools.without_network(), reason="this machine does not allow an empty network namespace")
def test_it_reaches_nobody(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        ending = run(f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)", tmp_path)
        with socket.create_connection(("127.0.0.1", port), 2):
            pass  # the control: from here it can be reached

    assert "Network is unreachable" in ending.errors


def test_who_hears_may_end_it(tmp_path):
    def stop(line):
        if line:
            raise KeyboardInterrupt(line.decode())

    with pytest.raises(KeyboardInterrupt) as raised:
        run("import os, time; print(os.getpid(), flush=True); time.sleep(60)", tmp_path, hear=stop)

    assert not alive(int(str(raised.value)))


def test_it_does_not_outlive_a_worker_that_was_killed(tmp_path):
    worker = f"""
        import sys; sys.path[:0] = {sys.path!r}
        from pathlib import Path
        from wm.domains.media import runner
        code = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)"
        runner.run([{PYTHON!r}, "-I", "-S", "-c", code], Path({str(tmp_path)!r}), runner.Limits(60, 60))
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(worker)])
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.05)
    child = int((tmp_path / "pid").read_text())
    assert alive(child)

    process.kill()
    process.wait()

    deadline = time.monotonic() + 5
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(child)


def test_an_end_from_outside_is_told_from_a_limit_and_from_a_crash(tmp_path):
    with pytest.raises(runner.CutShort):
        run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", tmp_path)

    assert run("import os; os.abort()", tmp_path).code == -signal.SIGABRT


# -- progress


REPORT = b"frame=30\nout_time_us=N/A\nout_time_ms=N/A\nspeed=N/A\nprogress=continue\n"
LATER = b"out_time_us=5000000\nout_time_ms=5000000\nspeed=2.5x\nprogress=continue\n"
END = b"out_time_us=10000000\nspeed=2.6x\nprogress=end\n"


def told(*reports):
    heard = []
    listener = Listener(10.0, heard.append)
    for line in b"".join(reports).splitlines():
        listener(line)
    return heard


def test_progress_is_counted_in_microseconds():
    (progress,) = told(LATER)

    assert (progress.percent, progress.speed, progress.seconds_left) == (50.0, 2.5, 2.0)


def test_before_the_first_frame_nothing_is_known():
    (progress,) = told(REPORT)

    assert (progress.percent, progress.speed, progress.seconds_left) == (0.0, 0.0, None)


def test_a_hundred_percent_is_for_the_pipeline_to_say():
    assert told(LATER, END)[-1].percent == 99.0
