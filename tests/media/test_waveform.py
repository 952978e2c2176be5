"""What is only heard gets a picture, and is a film from there on."""

import pytest

from tests.media.senses import heard, pictures
from wm.domains.media import command, fragments, ladder, probe, waveform

HEARD = ["sound.mp3", "covered.mp3", "sound.flac", "sound.wav", "sound-only.mp4"]


@pytest.mark.parametrize("name", HEARD)
def test_a_sound_is_taken_and_becomes_a_film(on_bench, name):
    made = on_bench(name)
    seen = made.probe
    assert (seen.is_sound_only, seen.width, seen.height) == (True, 1280, 720)

    film = waveform.as_film(made.work, made.run)

    assert not film.probe.is_sound_only
    assert (film.probe.width, film.probe.height, film.probe.fps) == (1280, 720, 2)
    assert film.probe.duration == pytest.approx(seen.duration, abs=0.5)
    assert film.probe.audio_codec == seen.audio_codec
    assert {path.name for path in made.folder.iterdir()} == {"waveform.png", "heard.mkv"}


@pytest.mark.parametrize("program", ["", "ffmpeg"])
def test_everything_after_works_as_with_any_film(on_bench, program):
    made = on_bench("sound.mp3", program)
    film = waveform.as_film(made.work, made.run)
    lowest = ladder.rungs(*film.shape)[0]

    made.run(command.renditions(film, [lowest], with_sound=True))

    assert len(pictures(made.out("v360.mp4"))) == 4
    assert fragments.read(made.out("audio.mp4")).seconds == pytest.approx(2.0, abs=0.1)
    assert heard(made.out("audio.mp4"))[0] == pytest.approx(440, abs=5)


def test_a_film_with_a_picture_stays_what_it_is(on_bench):
    made = on_bench("good.mp4")

    assert waveform.as_film(made.work, made.run) is made.work
    assert probe.look(made.work.source).is_sound_only is False


def test_the_picture_is_high_where_the_sound_is_loud(on_bench):
    made = on_bench("sound.flac")
    made.run(waveform.samples(made.work))

    low, high = [], []
    for number, height in enumerate(waveform.heights(made.out("samples.raw"))):
        (low if number < 39 else high if number > 41 else []).append(height)
    drawn = waveform.draw([*low, 0, 0, *high]).convert("L")

    assert max(low) < 0.1 < 0.9 < min(high)
    assert drawn.size == (1280, 720)
    rows = [sum(value > 60 for value in drawn.crop(box).tobytes()) for box in ((0, 0, 640, 720), (640, 0, 1280, 720))]
    assert rows[1] > 5 * rows[0]


def test_silence_has_a_picture_too(tmp_path):
    (tmp_path / "samples.raw").write_bytes(bytes(4000))

    assert set(waveform.heights(tmp_path / "samples.raw")) == {0.0}
    (tmp_path / "samples.raw").write_bytes(b"")
    assert set(waveform.heights(tmp_path / "samples.raw")) == {0.0}
