"""What a film is, and what is refused before anything is encoded."""

import json
import random
import subprocess
import sys
from contextlib import suppress
from fractions import Fraction

import pytest

from wm.domains.media import command, errors, ladder, probe, runner, tools

REFUSED = [
    ("empty.mp4", errors.Empty),
    ("text.mp4", errors.IsText),
    ("words.mp4", errors.IsText),
    ("playlist.mp4", errors.IsText),
    ("concat.mp4", errors.IsText),
    ("picture.png", errors.IsPicture),
    ("picture.mp4", errors.IsPicture),
    ("svg.mp4", errors.IsPicture),
    ("archive.mp4", errors.IsDocument),
    ("random.mp4", errors.NotAFilm),
    ("headless.mp4", errors.Truncated),
    ("half.mp4", errors.Truncated),
    ("half-fast.mp4", errors.Truncated),
    ("half.mkv", errors.Truncated),
    ("half.avi", errors.Truncated),
    ("tune.mid", errors.IsSound),
    ("locked.mp4", errors.Encrypted),
    ("tiny.mp4", errors.BadDimensions),
    ("long-strip.mp4", errors.BadDimensions),
    ("bomb.mp4", errors.BadDimensions),
    ("crowded.mp4", errors.TooManyTracks),
]
TAKEN = ["good.mp4", "silent.mp4", "webm.webm", "stream.ts", "matroska.mkv", "flash.flv", "old.avi", "windows.wmv"]


@pytest.mark.parametrize(("name", "refusal"), REFUSED)
def test_what_is_no_film_is_refused_with_a_sentence(sources, name, refusal):
    with pytest.raises(errors.NotAFilm) as raised:
        probe.look(sources(name))

    assert type(raised.value) is refusal
    assert raised.value.status == 422
    assert raised.value.message.endswith(".")
    assert len(raised.value.message.split()) > 8


def test_every_refusal_has_a_code_of_its_own():
    kinds = [errors.NotAFilm, *errors.NotAFilm.__subclasses__(), errors.Unencodable, errors.TooHeavy]

    assert len({kind.code for kind in kinds}) == len({kind.message for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("name", [*TAKEN, "free.ogv"])
def test_every_container_that_we_name_is_read(sources, name):
    seen = probe.look(sources(name))

    assert (seen.width, seen.height, seen.fps, seen.rotation) == (320, 180, 30, 0)
    assert seen.duration == pytest.approx(2.0, abs=0.1)
    assert seen.has_audio is (name != "silent.mp4")


def test_a_phone_held_upright_gives_an_upright_film(sources):
    seen = probe.look(sources("turned.mov"))

    assert (seen.width, seen.height, seen.rotation) == (180, 320, 90)


def test_pixels_that_are_not_square_are_counted_as_a_viewer_sees_them(sources):
    assert (probe.look(sources("stretched.mp4")).width, probe.look(sources("stretched.mp4")).height) == (384, 288)


def test_an_uneven_film_is_told_from_an_even_one(sources):
    assert probe.look(sources("uneven.mp4")).is_variable
    assert not probe.look(sources("good.mp4")).is_variable
    assert ladder.frame_rate(probe.look(sources("uneven.mp4")).fps, True) == Fraction(24)


def test_hdr_and_combing_are_seen(sources):
    assert probe.look(sources("hdr.mp4")).is_hdr
    assert probe.look(sources("combed.mp4")).is_interlaced
    assert not probe.look(sources("good.mp4")).is_hdr
    assert not probe.look(sources("good.mp4")).is_interlaced


def test_a_header_that_lies_about_the_length_is_not_believed(sources):
    assert probe.look(sources("lying.mp4"), max_seconds=60).duration == pytest.approx(2.0, abs=0.1)


def test_a_film_that_is_too_long_is_refused(sources):
    with pytest.raises(errors.TooLong):
        probe.look(sources("whole.mp4"), max_seconds=19)


def test_the_longest_wait_for_a_key_frame_is_known(sources):
    assert probe.look(sources("whole.mp4")).keyframe_gap == pytest.approx(8.33, abs=0.02)


@pytest.mark.parametrize("name", ["good.mp4", "matroska.mkv", "stream.ts", "flash.flv", "old.avi"])
def test_spoilt_bytes_are_read_or_refused_but_never_break_us(sources, tmp_path, name):
    chance, content = random.Random(name), sources(name).read_bytes()
    for number in range(6):
        spoilt = bytearray(content)
        for _ in range(10 ** (number % 3)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        (tmp_path / "film").write_bytes(spoilt)
        with suppress(errors.NotAFilm):
            assert probe.look(tmp_path / "film").width >= probe.MIN_SHORT_SIDE


# -- the whitelist of formats bites: these two files are refused by their first bytes already, so the later walls are
# asked directly, once as they are and once with a hole in them


def demuxed(path, options):
    argv = [sys.executable, "-I", probe.DEMUXER, json.dumps(options), str(path)]
    return json.loads(subprocess.run(argv, capture_output=True, check=True, timeout=30).stdout)


def test_the_demuxer_opens_no_list_of_other_files(sources):
    sources("stream.ts")
    loose = {name: value for name, value in probe.OPTIONS.items() if name != "format_whitelist"}

    assert "error" in demuxed(sources("concat.mp4"), probe.OPTIONS)
    assert "error" not in demuxed(sources("concat.mp4"), loose | {"safe": "0"})


@pytest.mark.parametrize("program", ["", "ffmpeg"])
@pytest.mark.parametrize("name", ["concat.mp4", "svg.mp4", "picture.mp4"])
def test_the_encoder_opens_no_list_and_no_picture(sources, tmp_path, name, program):
    try:
        shop = tools.Workshop(tools.ffmpeg(program), preset="ultrafast")
    except FileNotFoundError:
        pytest.skip("there is no ffmpeg on PATH to try beside our own")
    sources("stream.ts")
    seen = probe.look(sources("silent.mp4"))
    work = command.Work(sources(name), seen, tmp_path, shop)
    strict = command.renditions(work, ladder.rungs(320, 180), with_sound=False)

    ending = runner.run(strict, tmp_path, runner.Limits(wall=30, cpu=30))

    assert ending.code != 0
    assert not [path for path in tmp_path.glob("*.mp4") if path.stat().st_size]


def test_without_the_whitelist_the_encoder_would_read_another_file(sources, tmp_path):
    sources("stream.ts")
    seen = probe.look(sources("silent.mp4"))
    work = command.Work(sources("concat.mp4"), seen, tmp_path, tools.Workshop(tools.ffmpeg(), preset="ultrafast"))
    argv = command.renditions(work, ladder.rungs(320, 180), with_sound=False)
    at = argv.index("-format_whitelist")

    ending = runner.run(argv[:at] + argv[at + 2 :], tmp_path, runner.Limits(wall=30, cpu=30))

    assert ending.code == 0
    assert (tmp_path / "v180.mp4").stat().st_size > 10_000
