"""Black bars around a picture: what is one, and what only looks like one."""

from dataclasses import replace

import pytest
from PIL import Image, ImageDraw, ImageFilter

from wm.domains.media import bars, command, ladder, pictures, probe
from wm.domains.media.bars import Crop


def frame(*, top=0, bottom=0, left=0, right=0, light=150, noise=0):
    """A picture of 640 x 360 with bars of so many pixels."""
    whole = Image.new("RGB", (640, 360), (8, 8, 8))
    picture = Image.effect_noise((640 - left - right, 360 - top - bottom), noise or 40).point(lambda v: v + light - 128)
    whole.paste(picture.convert("RGB"), (left, top))
    return whole


LETTERBOXED = {"top": 45, "bottom": 45}


@pytest.mark.parametrize(
    ("around", "size"),
    [
        (LETTERBOXED, (640, 268)),
        ({"left": 80, "right": 80}, (478, 360)),
        ({"top": 45, "bottom": 47}, (640, 266)),
        ({"top": 40, "bottom": 40, "left": 60, "right": 60}, (518, 278)),
    ],
)
def test_bars_are_found_and_cut(around, size):
    found = bars.crop([frame(**around, light=light) for light in (120, 160, 200)])

    assert found.size(640, 360) == size
    assert min(found.left, found.right) * 640 >= around.get("left", 0)
    assert min(found.top, found.bottom) * 360 >= around.get("top", 0)


@pytest.mark.parametrize(
    "frames",
    [
        [frame()] * 3,
        [frame(**LETTERBOXED), frame(), frame(**LETTERBOXED)],  # one frame without
        [frame(top=45, bottom=20)] * 3,  # uneven
        [frame(top=45)] * 3,  # one side only
        [frame(top=5, bottom=5)] * 3,  # not worth it
        [frame(top=120, bottom=120)] * 3,  # what would be left?
        [frame(**LETTERBOXED, light=0)] * 3,  # too dark to say
        [frame(**LETTERBOXED)],  # one frame says nothing about a film
        [],
    ],
)
def test_what_is_no_bar_stays(frames):
    assert bars.crop(frames) is None


def test_a_stage_that_fades_into_the_dark_has_no_bars():
    stage = Image.new("RGB", (640, 360))
    ImageDraw.Draw(stage).ellipse((100, 60, 540, 300), fill=(220, 200, 180))

    assert bars.crop([stage.filter(ImageFilter.GaussianBlur(30))] * 3) is None


def test_words_in_a_bar_keep_it():
    titled = frame(**LETTERBOXED)
    ImageDraw.Draw(titled).text((200, 330), "Subtitles are part of the picture", fill=(255, 255, 255))

    assert bars.crop([titled, frame(**LETTERBOXED), frame(**LETTERBOXED)]) is None


def test_a_film_without_its_bars(on_bench):
    made = on_bench("barred.mp4")

    found = bars.crop(pictures.stills(made.work, made.run))
    work = replace(made.work, crop=found)
    (rung,) = ladder.rungs(*work.shape)
    made.run(command.renditions(work, [rung], with_sound=False))
    still = pictures.stills(work, made.run)[0]

    (seen,) = probe.measure(made.out(f"{rung.name}.mp4"))
    assert (seen.width, seen.height) == (rung.width, rung.height) == still.size
    assert 130 <= seen.height <= 136 < 180 == made.probe.height
    assert bars.crop([still] * 3) is None
    assert max(still.convert("L").crop((0, 0, 320, 2)).tobytes()) > 60


def test_the_ladder_follows_the_shape_without_bars():
    assert Crop(0, 0.13, 0, 0.13).size(1920, 1080) == (1920, 800)
