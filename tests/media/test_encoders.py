"""Encoders of graphics cards: one is used when it has shown what it can, and never because it is named."""

import stat
from dataclasses import replace

import pytest

from wm.domains.media import command, encoders, fragments, tools
from wm.domains.media.chunks import Chunk

FAKE = """#!/usr/bin/env python3
import os, sys
words = sys.argv[1:]
named = next((word for word in words if word.startswith("h264_")), None)
if named and named not in {works}:
    sys.exit(1)
if named in {empty}:
    sys.exit(0)
if named in {lazy}:
    words = [word.replace("expr:gte(t,n_forced*2)", "0") for word in words]
if named:
    skipped = {{"-rc", "-cq", "-forced-idr", "-no-scenecut", "-global_quality", "-forced_idr", "-preset", "-vaapi_device"}}
    kept = [n for n, word in enumerate(words) if word not in skipped and (n == 0 or words[n - 1] not in skipped)]
    words = ["libx264" if words[n] == named else words[n].replace("hwupload", "null") for n in kept]
os.execv("{program}", ["{program}", *words])
"""


@pytest.fixture
def machine(tmp_path):
    """An ffmpeg on a machine where those encoders work, write nothing, or place no key frames."""

    def build(*works, empty=(), lazy=()):
        path = tmp_path / "ffmpeg"
        path.write_text(FAKE.format(works=(*works, *empty, *lazy), empty=empty, lazy=lazy, program=tools.ffmpeg()))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        encoders.chosen.cache_clear()
        return str(path)

    yield build
    encoders.chosen.cache_clear()


def test_nothing_is_tried_unless_it_is_wanted(machine):
    assert encoders.chosen("/no/such/program") == "libx264"
    assert encoders.chosen(machine("h264_nvenc"), "") == "libx264"


@pytest.mark.parametrize(
    ("works", "wanted", "chosen"),
    [
        (("h264_qsv",), "auto", "h264_qsv"),
        (("h264_vaapi",), "h264_vaapi", "h264_vaapi"),
        (("h264_qsv",), "h264_nvenc", "libx264"),
        ((), "auto", "libx264"),
        (("h264_qsv",), "rm -rf", "libx264"),
    ],
)
def test_the_encoder_is_the_first_that_really_works(machine, works, wanted, chosen):
    assert encoders.chosen(machine(*works), wanted) == chosen


def test_one_that_writes_nothing_or_no_key_frames_is_passed_over(machine):
    program = machine("h264_videotoolbox", empty=("h264_nvenc",), lazy=("h264_qsv",))

    assert encoders.chosen(program, "auto") == "h264_videotoolbox"


def test_a_rendition_by_a_card_is_cut_as_any_other(machine, on_bench):
    made = on_bench("two-rungs.mp4")
    shop = tools.Workshop(machine("h264_vaapi"), encoder="h264_vaapi")
    argv = command.renditions(replace(made.work, shop=shop), made.rungs, False)

    made.run(argv)

    assert argv[argv.index("-vaapi_device") + 1] == encoders.VAAPI_DEVICE
    assert argv.count("h264_vaapi") == len(made.rungs) == 2
    assert "h264_vaapi" not in command.renditions(replace(made.work, shop=shop), made.rungs, False, Chunk(0, 10))
    for rung in made.rungs:
        assert [round(f.seconds) for f in fragments.read(made.out(f"{rung.name}.mp4")).fragments] == [2]
