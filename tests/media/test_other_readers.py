"""What the pipeline published, read by ffprobe: another program than any that we use."""

import json
import shutil
import subprocess
from pathlib import Path

import m3u8
import pytest

from tests.conftest import unavailable
from tests.media.conftest import published, stored
from wm.domains import media

PROBE = ("-v", "warning", "-print_format", "json", "-count_packets", "-show_streams")


@pytest.fixture
def shown(begun, run_jobs, tmp_path) -> Path:
    """The folder of a published film, as a player sees it."""
    film = begun("two-rungs.mp4")
    run_jobs()
    film = media.get(film.id)
    for name in stored(film):
        (tmp_path / name).write_bytes(published(film, name))
    return tmp_path


def ffprobe(path: Path, *more: str) -> dict:
    """What ffprobe says of a file or playlist; any complaint of its is a failure."""
    if shutil.which("ffprobe") is None:
        unavailable("ffprobe")
    done = subprocess.run(
        ["ffprobe", *PROBE, *more, path],
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.mark.once
def test_ffprobe_accepts_the_master_playlist_and_finds_all_of_it(shown):
    seen = ffprobe(shown / "master.m3u8", "-show_programs")

    sizes = sorted((s["width"], s["height"]) for s in seen["streams"] if s["codec_type"] == "video")
    assert sizes == [(640, 360), (854, 480)]
    assert {s["codec_name"] for s in seen["streams"]} == {"h264", "aac"}
    assert len(seen["programs"]) == 2
    assert [int(s["nb_read_packets"]) for s in seen["streams"] if s["codec_type"] == "video"] == [24, 24]


@pytest.mark.once
@pytest.mark.parametrize("name", ["v360", "v480", "audio"])
def test_ffprobe_reads_every_segment(shown, tmp_path, name):
    content = (shown / f"{name}.mp4").read_bytes()
    listing = m3u8.load(str(shown / f"{name}.m3u8"))
    packets = 0

    for number, segment in enumerate(listing.segments):
        length, offset = map(int, segment.byterange.split("@"))
        header = content[: int(segment.init_section.byterange.split("@")[0])]
        part = tmp_path / f"{name}-{number}.mp4"
        part.write_bytes(header + content[offset : offset + length])
        (stream,) = ffprobe(part)["streams"]
        packets += int(stream["nb_read_packets"])

    (whole,) = ffprobe(shown / f"{name}.mp4")["streams"]
    assert packets == int(whole["nb_read_packets"]) > 20
