"""Posters, placeholders and storyboards."""

import re

import av
import pytest
from PIL import Image, ImageFilter

from wm.domains.media import pictures, shelf, storyboard

COLOUR = re.compile(r"[0-9a-f]{6}")


def test_a_film_gives_three_stills_and_posters_in_three_widths(bench):
    made = bench("ladder.mp4")

    frames = pictures.stills(made.work, made.run)
    paths = pictures.write(frames, made.folder)

    assert sorted(path.name for path in paths) == sorted(pictures.names())
    assert [Image.open(made.out(f"{name}.webp")).size for name in shelf.POSTERS.values()] == [
        (1280, 720),
        (640, 360),
        (320, 180),
    ]
    assert len({Image.open(made.out(name)).tobytes() for name in shelf.STILLS}) == 3
    assert list(made.folder.glob("*.rgb")) == []


def test_a_small_film_is_not_enlarged(bench):
    made = bench("portrait.mp4")

    pictures.write(pictures.stills(made.work, made.run), made.folder)

    assert Image.open(made.out("poster.webp")).size == (180, 320)


def test_a_film_of_one_frame_has_a_poster(bench):
    made = bench("one-frame.mp4")

    assert len(pictures.stills(made.work, made.run)) >= 1


def test_pictures_tell_nothing_about_the_film(bench):
    made = bench("telling.mp4")

    paths = pictures.write(pictures.stills(made.work, made.run), made.folder)

    assert all(not Image.open(path).getexif() for path in paths)
    assert all(b"secret place" not in path.read_bytes() for path in paths)


def test_the_frame_that_shows_most_comes_first():
    black, grey = Image.new("RGB", (64, 36)), Image.new("RGB", (64, 36), (120, 120, 120))
    lively = Image.effect_noise((64, 36), 80).convert("RGB")

    assert sorted([black, grey, lively], key=pictures._tells, reverse=True) == [lively, grey, black]


def test_a_sharp_frame_comes_before_a_blurred_one():
    sharp = Image.effect_mandelbrot((640, 360), (-2, -1, 1, 1), 60).convert("RGB")

    assert pictures._tells(sharp) > pictures._tells(sharp.filter(ImageFilter.GaussianBlur(6)))


@pytest.mark.parametrize(("dark", "asked"), [((), 3), ((0.4,), 6), ((0.15, 0.4, 0.7), 6)])
def test_where_a_frame_shows_nothing_others_are_looked_at(on_bench, monkeypatch, dark, asked):
    made, seen = on_bench("good.mp4"), []
    lively = []

    def still(work, at, size, run):
        moment = round(at / made.probe.picture_seconds, 2)
        seen.append(moment)
        if moment in dark:
            return Image.new("RGB", (320, 180), (0, 0, round(10 * moment)))
        lively.append(Image.effect_noise((320, 180), 80).convert("RGB"))
        return lively[-1]

    monkeypatch.setattr(pictures, "_still", still)

    found = pictures.stills(made.work, made.run)

    assert len({frame.tobytes() for frame in found if frame in lively}) == 3
    assert len(seen) == asked


def test_key_frames_near_the_moments_do_and_what_lies_between_is_decoded_only_where_there_is_none(on_bench):
    made, asked = on_bench("key-frames.mp4"), []  # at 0 and 1 of 2 s

    def run(argv):
        asked.append("nokey" in argv)
        made.run(argv)

    first, second, third = pictures._frames(made.work, (0.15, 0.4, 0.7), run)

    assert sorted(asked[:3]) == [False, True, True], "after the last one there is none to be looked for"
    assert asked[3:] == [False], "the same for two moments"
    assert len({frame.tobytes() for frame in (first, second, third)}) == 3
    assert first == pictures._drawn(made.work, 1.0, first.size, made.run, near=False)


def test_the_placeholder_is_thirteen_colours():
    frame = Image.new("RGB", (400, 300), (255, 0, 0))
    frame.paste((0, 0, 255), (0, 0, 100, 100))

    colours = pictures.placeholder(frame).split()

    assert len(colours) == 13
    assert all(COLOUR.fullmatch(colour) for colour in colours)
    assert colours[0] == "ff0000"
    assert colours[1:3] == ["0000ff", "ff0000"]


# -- storyboards


@pytest.mark.parametrize(("seconds", "every"), [(1, 2), (5, 2), (240, 2), (241, 4), (3600, 30), (4 * 3600, 120)])
def test_thumbnails_are_as_close_as_the_sheet_allows(seconds, every):
    assert storyboard.interval(seconds) == every
    assert seconds / every <= storyboard.MOST


def test_the_storyboard_shows_what_the_film_shows_then(bench):
    made = bench("ladder.mp4")

    storyboard.write(made.work, made.rungs[0], 5.0, made.run)

    cues = re.findall(
        r"([\d:.]+) --> ([\d:.]+)\nstoryboard\.webp#xywh=(\d+),(\d+),(\d+),(\d+)",
        made.out("storyboard.vtt").read_text(),
    )
    assert [cue[:2] for cue in cues] == [
        ("00:00:00.000", "00:00:02.000"),
        ("00:00:02.000", "00:00:04.000"),
        ("00:00:04.000", "00:00:05.000"),
    ]
    sheet = Image.open(made.out("storyboard.webp")).convert("RGB")
    assert sheet.size == (3 * 192, 108)
    with av.open(str(made.out("v360.mp4"))) as film:
        frames = [frame.to_image() for n, frame in enumerate(film.decode(video=0)) if n in (0, 24, 48)]
    for cue, frame in zip(cues, frames, strict=True):
        x, y, width, height = map(int, cue[2:])
        tile = sheet.crop((x, y, x + width, y + height)).resize((16, 9))
        own = frame.resize((16, 9))
        apart = sum(abs(a - b) for a, b in zip(tile.tobytes(), own.tobytes(), strict=True)) / (16 * 9 * 3)
        assert apart < 20


def test_tiles_fill_the_sheet_row_by_row():
    text = storyboard.cues(count=12, every=4, size=(192, 108), seconds=47.5)

    assert "00:00:36.000 --> 00:00:40.000\nstoryboard.webp#xywh=1728,0,192,108" in text
    assert text.endswith("00:00:44.000 --> 00:00:47.500\nstoryboard.webp#xywh=192,108,192,108\n")
