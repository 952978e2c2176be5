"""What comes out of real encodes, read by another reader than the one that wrote it."""

import io
import re
import subprocess
import sys

import av
import m3u8
import pytest

from tests.media.senses import first_bright, first_loud
from wm.domains.media import command, fragments, playlist, probe

SECRETS = (b"loci", b"secret place", b"Ada")


def times(path, kind):
    """Decoding and presentation times of all packets, in seconds."""
    with av.open(str(path)) as film:
        stream = getattr(film.streams, kind)[0]
        return [float(p.pts * p.time_base) for p in film.demux(stream) if p.pts is not None]


def key_frames(path):
    """Numbers of the frames that are key frames, in the order in which they are shown."""
    with av.open(str(path)) as film:
        return [n for n, frame in enumerate(film.decode(video=0)) if frame.key_frame]


def written(bench, name, file="audio"):
    """The playlist of one rendition, parsed by somebody else's parser."""
    track = fragments.read(bench.out(f"{name}.mp4"))
    return track, m3u8.loads(playlist.media(track, f"{name}.mp4"))


def test_three_rungs_break_at_the_same_frames(bench):
    made = bench("ladder.mp4")

    assert [rung.name for rung in made.rungs] == ["v360", "v480", "v720"]
    tracks = [fragments.read(made.out(f"{rung.name}.mp4")) for rung in made.rungs]
    assert [[round(f.seconds, 3) for f in track.fragments] for track in tracks] == [[4.0, 1.0]] * 3
    assert [key_frames(made.out(f"{rung.name}.mp4")) for rung in made.rungs] == [[0, 24, 48]] * 3
    seen = probe.measure(*(made.out(f"{rung.name}.mp4") for rung in made.rungs))
    assert [(s.width, s.height) for s in seen] == [(640, 360), (854, 480), (1280, 720)]
    assert {(s.video_codec, s.pix_fmt, s.fps) for s in seen} == {("h264", "yuv420p", 12)}


def test_every_segment_can_be_read_alone_after_its_header(bench):
    made = bench("ladder.mp4")

    for name, kind in (("v360", "video"), ("v720", "video"), ("audio", "audio")):
        content = made.out(f"{name}.mp4").read_bytes()
        _, listing = written(made, name)
        assert listing.is_endlist
        assert listing.playlist_type == "vod"
        for segment in listing.segments:
            length, offset = map(int, segment.byterange.split("@"))
            header = content[: int(segment.init_section.byterange.split("@")[0])]
            with av.open(io.BytesIO(header + content[offset : offset + length])) as part:
                first, *rest = list(part.decode(getattr(part.streams, kind)[0]))
            assert kind == "audio" or first.key_frame
            assert rest


def test_the_byte_ranges_cover_the_file(bench):
    made = bench("good.mp4")

    track, listing = written(made, "v180")

    assert listing.target_duration >= max(round(segment.duration) for segment in listing.segments)
    assert sum(segment.duration for segment in listing.segments) == pytest.approx(2.0, abs=0.001)
    assert track.header + sum(f.size for f in track.fragments) == made.out("v180.mp4").stat().st_size
    assert re.fullmatch(r"avc1\.[0-9a-f]{6}", track.codec)
    assert track.peak >= track.average > 0


@pytest.mark.parametrize(
    ("name", "size"),
    [("turned.mov", (180, 320)), ("portrait.mp4", (180, 320)), ("odd.mov", (636, 360)), ("stretched.mp4", (384, 288))],
)
def test_shapes_are_right(bench, name, size):
    made = bench(name)
    (rung, *_) = made.rungs

    (seen,) = probe.measure(made.out(f"{rung.name}.mp4"))

    assert (seen.width, seen.height, seen.rotation) == (*size, 0)


def test_a_turned_film_is_turned_the_right_way(bench):
    made = bench("turned.mov")

    with av.open(str(made.out("v180.mp4"))) as film:
        frame = next(film.decode(video=0)).to_image()

    straight = next(av.open(str(made.work.source)).decode(video=0)).to_image().rotate(90, expand=True)
    difference = sum(
        abs(a - b)
        for x, y in ((20, 20), (160, 20), (20, 300), (160, 300), (90, 160))
        for a, b in zip(frame.getpixel((x, y)), straight.getpixel((x, y)), strict=True)
    )
    assert difference < 300


def test_a_silent_film_has_no_sound_track(bench):
    made = bench("silent.mp4")

    assert not made.probe.has_audio
    assert not made.out("audio.mp4").exists()


@pytest.mark.parametrize(("name", "seconds"), [("long-sound.mp4", 5.0), ("short-sound.mp4", 2.0)])
def test_picture_and_sound_end_together(bench, name, seconds):
    made = bench(name)

    assert fragments.read(made.out("v180.mp4")).seconds == pytest.approx(seconds, abs=0.05)
    assert fragments.read(made.out("audio.mp4")).seconds == pytest.approx(seconds, abs=0.05)


def held(argv):
    """The most memory that a program has held, in MiB; asked by a small process, as a child begins with what its parent has."""
    ask = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    return int(subprocess.run([sys.executable, "-I", "-c", ask, *argv], capture_output=True, check=True).stdout)


def test_the_picture_is_not_kept_until_the_sound_begins(on_bench):
    made = on_bench("heard-at-last.mp4")
    argv = command.renditions(made.work, made.rungs[:1], with_sound=True)

    assert held(argv) < 220  # MiB; kept raw, 7 s of it are 290 more
    assert fragments.read(made.out("audio.mp4")).seconds == pytest.approx(8, abs=0.1)


def test_an_uneven_film_becomes_even(bench):
    made = bench("uneven.mp4")

    shown = sorted(times(made.out("v180.mp4"), "video"))

    assert {round(b - a, 3) for a, b in zip(shown, shown[1:], strict=False)} == {0.042}
    assert fragments.read(made.out("v180.mp4")).seconds == pytest.approx(4.0, abs=0.05)


def test_no_film_has_more_than_sixty_frames_a_second(bench):
    assert probe.measure(bench("quick.mp4").out("v180.mp4"))[0].fps == 60


def test_hdr_becomes_what_every_screen_shows(bench):
    made = bench("hdr.mp4")

    with av.open(str(made.out("v180.mp4"))) as film:
        frame = next(film.decode(video=0))

    assert (frame.format.name, int(frame.color_trc), int(frame.color_primaries), int(frame.colorspace)) == (
        "yuv420p",
        1,
        1,
        1,
    )


def test_one_frame_is_a_short_film(bench):
    made = bench("one-frame.mp4")

    assert len(fragments.read(made.out("v180.mp4")).fragments) == 1


def test_a_spoilt_film_is_shown_as_far_as_it_goes(bench):
    assert fragments.read(bench("spoilt.mp4").out("v180.mp4")).seconds == pytest.approx(2.0, abs=0.3)


def test_a_time_stamp_that_jumps_is_not_filled_up_with_hours(bench):
    made = bench("jumping.flv")

    assert made.probe.duration < 3
    assert 60 < fragments.read(made.out("audio.mp4")).seconds <= 60 + 4 * 3  # it was filled up, but not for three hours


# -- in step


def test_picture_and_sound_stay_in_step(bench):
    made = bench("in-step.mp4")
    made.run(command.progressive(made.work, f"{made.rungs[0].name}.mp4", "audio.mp4"))

    # in the segments a player counts from the first frame; in the progressive file it reads time stamps
    assert first_bright(made.out("v180.mp4"))[0] == pytest.approx(1.0, abs=0.001)
    assert first_loud(made.out("audio.mp4"))[0] == pytest.approx(1.0, abs=0.005)
    assert first_bright(made.out("film.mp4"))[1] == pytest.approx(1.0, abs=0.002)
    assert first_loud(made.out("film.mp4"))[1] == pytest.approx(1.0, abs=0.005)


def test_tracks_begin_at_zero_without_edit_lists(bench):
    made = bench("good.mp4")

    for name in ("v180.mp4", "audio.mp4"):
        content = made.out(name).read_bytes()
        at = content.find(b"tfdt")
        assert int.from_bytes(content[at + 8 : at + 16]) == 0
        assert b"elst" not in content


# -- the progressive file, and what nobody may learn


def test_the_progressive_file_begins_with_its_index(bench):
    made = bench("ladder.mp4")
    made.run(command.progressive(made.work, f"{made.rungs[2].name}.mp4", "audio.mp4"))

    content = made.out("film.mp4").read_bytes()

    assert content.find(b"moov") < content.find(b"mdat")
    seen = probe.look(made.out("film.mp4"))
    assert (seen.height, seen.video_codec, seen.audio_codec) == (720, "h264", "aac")
    assert seen.duration == pytest.approx(5.0, abs=0.05)


def test_nothing_that_the_source_tells_gets_out(bench, sources):
    assert {word for word in SECRETS if word in sources("telling.mp4").read_bytes()} == set(SECRETS)
    made = bench("telling.mp4")
    made.run(command.progressive(made.work, f"{made.rungs[0].name}.mp4", "audio.mp4"))

    for path in made.folder.glob("*.mp4"):
        content = path.read_bytes()
        assert not [word for word in (*SECRETS, b"Lavf") if word in content]


def test_commands_are_words_and_not_a_line(bench):
    made = bench("silent.mp4")

    argv = command.renditions(made.work, made.rungs, with_sound=False)

    before_input = argv[: argv.index("-i")]
    for guard in ("-protocol_whitelist", "-format_whitelist", "-max_streams", "-max_pixels"):
        assert guard in before_input
    assert argv[0].startswith("/")
    assert argv.count("-i") == 1
    assert argv[argv.index("-i") + 1].startswith("/")
