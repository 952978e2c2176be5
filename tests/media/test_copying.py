"""Films that are published as they came."""

from dataclasses import replace

import av
import pytest

from tests.media.senses import first_bright, first_loud, pictures
from wm.domains.media import command, copying, fragments, ladder, probe, runner, tools

FRAME = 1 / 30


def misfits(seen):
    return copying.misfits(seen, ladder.rungs(seen.width, seen.height))


def begins(path):
    """The time of the first sample, in ticks, in a file that has no edit list to say otherwise."""
    content = path.read_bytes()
    assert b"elst" not in content
    at = content.find(b"tfdt")
    return int.from_bytes(content[at + 8 : at + 16])


@pytest.fixture
def copied(sources, tmp_path):
    """Copy the source of that name with that ffmpeg; gives what it was and the folder."""

    def copy(name, program=""):
        seen = probe.look(sources(name))
        work = command.Work(sources(name), seen, tmp_path, tools.Workshop(tools.ffmpeg(program)))
        ending = runner.run(command.copied(work, with_sound=True), tmp_path, runner.Limits(wall=30, cpu=30))
        assert (ending.code, ending.errors) == (0, "")
        return seen, tmp_path

    return copy


@pytest.mark.parametrize("program", ["", "ffmpeg"])
@pytest.mark.parametrize("name", ["flashing.mp4", "flashing.ts", "flashing.mkv", "born-ts.mp4", "other-sound.mkv"])
def test_a_copy_shows_every_frame_in_step_with_the_sound(sources, copied, name, program):
    if program and not tools.shutil.which(program):
        pytest.skip("there is no ffmpeg on PATH to try beside our own")
    seen, folder = copied(name, program)

    assert misfits(seen) == []
    assert copying.fitting_sound(seen) is (name not in ("other-sound.mkv", "flashing.ts"))
    assert pictures(folder / "copy.mp4") == pictures(sources(name))
    assert first_bright(folder / "copy.mp4")[0] == pytest.approx(1.0, abs=0.001)
    assert first_loud(folder / "audio.mp4")[0] == pytest.approx(1.0, abs=FRAME / 2)
    assert [begins(folder / name) for name in ("copy.mp4", "audio.mp4")] == [0, 0]


def test_a_copy_is_what_players_seek_in(copied):
    seen, folder = copied("flashing.mp4")

    track = fragments.read(folder / "copy.mp4")
    content = (folder / "copy.mp4").read_bytes()

    assert copying.came_out(track, seen)
    assert track.seconds == pytest.approx(3.0, abs=0.001)
    assert track.header + sum(f.size for f in track.fragments) == len(content)
    with av.open(str(folder / "audio.mp4")) as film:
        assert (film.streams.audio[0].codec_context.name, film.streams.audio[0].profile) == ("aac", "LC")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("turned.mov", {"rotation"}),
        ("combed.mp4", {"interlaced"}),
        ("hdr.mp4", {"codec", "pixel_format", "hdr"}),
        ("stretched.mp4", {"pixels"}),
        ("webm.webm", {"codec"}),
        ("whole.mp4", {"key_frames"}),
        ("quick.mp4", {"frame_rate"}),
        ("open-gop.mp4", {"open_gops"}),
        ("cut-start.mp4", {"edits"}),
        ("long-sound.mp4", {"end"}),
    ],
)
def test_what_does_not_suit_has_a_name(sources, name, words):
    assert set(misfits(replace(probe.look(sources(name)), picture_bit_rate=0))) == words


def test_a_copy_may_be_larger_than_our_own_for_a_while_but_not_for_ever(sources):
    seen = probe.look(sources("flashing.mp4"))
    (rung,) = ladder.rungs(seen.width, seen.height)
    fitting, middling, fat = (replace(seen, picture_bit_rate=round(share * rung.peak)) for share in (1.2, 1.5, 1.7))

    assert [copying.keeps(film) for film in (fitting, middling, fat)] == [True, False, False]
    assert [misfits(film) for film in (fitting, middling, fat)] == [[], [], ["bit_rate"]]


def test_a_picture_twice_as_large_as_our_largest_is_not_copied(sources):
    seen = replace(probe.look(sources("flashing.mp4")), width=7680, height=4320)

    assert misfits(seen) == ["size"]


def test_what_a_camera_notes_in_its_frames_does_not_go_along(sources, copied):
    assert b"zqplace" in sources("noted.mp4").read_bytes()

    seen, folder = copied("noted.mp4")

    assert misfits(seen) == []
    assert b"zqplace" not in (folder / "copy.mp4").read_bytes()


def test_sound_that_begins_late_is_encoded_and_stays_in_step(copied):
    seen, folder = copied("late-sound.mkv")

    assert not copying.fitting_sound(seen)
    assert first_loud(folder / "audio.mp4")[0] == pytest.approx(1.3, abs=FRAME / 2)
