"""Films with several sounds: languages, and a description for those who do not see the picture."""

import m3u8
import pytest

from tests.media.senses import first_bright, first_loud, heard
from wm.domains.media import command, fragments, languages, playlist, probe
from wm.domains.media.playlist import Sound, Variant

LOW = Variant("v360.m3u8", 640, 360, fps=30.0, peak=1_000_000, average=700_000, codec="avc1.64001e")


def test_all_sounds_of_a_film_are_known(sources):
    seen = probe.look(sources("many-sounds.mkv"))

    assert [(s.index, s.language, s.title, s.is_default, s.is_description) for s in seen.sounds] == [
        (1, "en", "", False, False),
        (2, "de", "Deutsch", True, False),
        (3, "en", 'The "described" one #EXT-X-KEY', False, True),
    ]
    assert (seen.sound, seen.main_sound.codec, seen.main_sound.profile) == (2, "aac", "LC")
    assert seen.duration == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("eng", "en"),
        ("ger", "de"),
        ("deu", "de"),
        ("und", ""),
        ("qaa", ""),
        ("pt-br", "pt-BR"),
        ("zh_hant_tw", "zh-Hant-TW"),
        ("gsw", "gsw"),
        ('x"\n', ""),
        ("", ""),
    ],
)
def test_languages_are_named_as_the_web_names_them(said, tag):
    assert languages.tag(said) == tag


def test_every_sound_becomes_a_file_as_long_as_the_film(bench):
    made = bench("many-sounds.mkv")
    made.run(command.sounds(made.work, made.probe.sounds, gains=[0.0, 6.0]))

    files = [made.out(f"{name}.mp4") for name in ("audio", "audio-2", "audio-3")]
    assert [fragments.read(file).seconds for file in files] == [pytest.approx(2.0, abs=0.05)] * 3
    (low, _), (middle, loud), (high, soft) = map(heard, files)
    assert (low, middle, high) == (pytest.approx(440, abs=5), pytest.approx(880, abs=9), pytest.approx(1760, abs=18))
    assert loud / soft == pytest.approx(2.0, abs=0.3)  # sines of ffmpeg are equally loud, and 6 dB are twice as much


def test_the_master_lets_people_choose_among_sounds():
    said = [
        Sound("audio.m3u8", 130_000, 128_000, name="English", language="en"),
        Sound("audio-2.m3u8", 140_000, 128_000, name='Say "hi"\n', language="", is_default=False),
        Sound("audio-3.m3u8", 1, 1, name="English", language="en", is_default=False, is_description=True),
    ]

    parsed = m3u8.loads(playlist.master([LOW], said))

    assert [(s.name, s.language, s.default, s.autoselect, s.channels) for s in parsed.media] == [
        ("English", "en", "YES", "YES", "2"),
        ("Say 'hi'", None, "NO", "YES", "2"),
        ("English 3", "en", "NO", "YES", "2"),
    ]
    assert [s.characteristics for s in parsed.media] == [None, None, "public.accessibility.describes-video"]
    assert {s.group_id for s in parsed.media} == {parsed.playlists[0].stream_info.audio}
    assert parsed.playlists[0].stream_info.bandwidth == 1_140_000
    assert parsed.playlists[0].stream_info.codecs == "avc1.64001e,mp4a.40.2"


@pytest.mark.parametrize(
    ("name", "late"),
    [("late-sound.ts", 0.3), ("late-picture.ts", -0.3), ("late-sound.ogv", 0.3), ("late-sound.mkv", 0.3)],
)
def test_picture_and_sound_that_are_made_apart_are_in_step(on_bench, name, late):
    made = on_bench(name)

    made.run(command.renditions(made.work, made.rungs, with_sound=False))
    made.run(command.sounds(made.work, made.probe.sounds))

    seen, told = first_bright(made.out("v180.mp4"))[1], first_loud(made.out("audio.mp4"))[1]
    assert told - seen == pytest.approx(late, abs=0.5 / 30)
