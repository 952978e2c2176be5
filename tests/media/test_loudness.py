"""How loud films are, and how that is evened out."""

import pytest

from tests.media.senses import heard
from wm.domains.media import command, loudness, runner
from wm.domains.media.loudness import Loudness


@pytest.mark.parametrize("program", ["", "ffmpeg"])
def test_every_sound_is_measured_in_one_go(sources, on_bench, program):
    made = on_bench("many-sounds.mkv", program)

    ending = runner.run(command.loudness(made.work, made.probe.sounds), made.folder, runner.Limits(wall=30, cpu=30))

    said = loudness.parse(ending.errors)
    assert ending.code == 0
    assert [sound.integrated for sound in said] == pytest.approx([-21.8, -21.2, -19.1], abs=0.5)  # highs count more
    assert [sound.true_peak for sound in said] == pytest.approx(
        [-20.7, -16.5, -15.6], abs=1
    )  # AAC overshoots where it begins
    assert list(made.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("integrated", "true_peak", "gain"),
    [
        (-24.0, -12.0, 10.0),  # raised to the target
        (-24.0, -6.26, 5.2),  # as far as there is room below -1 dBTP
        (-24.0, 0.0, 0.0),  # no room: it stays, it is not lowered
        (-45.0, -40.0, 20.0),  # never by more than 20 dB
        (-8.0, 0.5, -6.0),  # too loud is lowered
        (-14.9, -9.0, 0.0),  # near enough
        (-13.1, -9.0, 0.0),
        (-70.0, float("-inf"), 0.0),  # silence
    ],
)
def test_the_gain_is_plain_and_careful(integrated, true_peak, gain):
    assert loudness.gain(Loudness(integrated, true_peak)) == pytest.approx(gain)


def test_a_gain_reaches_the_sound_that_goes_with_the_picture(on_bench):
    made = on_bench("good.mp4")
    made.run(command.renditions(made.work, made.rungs, with_sound=True))
    _, plain = heard(made.out("audio.mp4"))

    made.run(command.renditions(made.work, made.rungs, with_sound=True, gains=[6.0]))

    assert heard(made.out("audio.mp4"))[1] / plain == pytest.approx(2.0, abs=0.2)
