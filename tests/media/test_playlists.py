"""The playlists that we write, read by somebody else's parser."""

import m3u8
import pytest

from wm.domains.media import fragments, playlist
from wm.domains.media.fragments import Fragment, Track
from wm.domains.media.playlist import Sound, Text, Variant

LOW = Variant("v360.m3u8", 640, 360, fps=30.0, peak=1_000_000, average=700_000, codec="avc1.64001e")
HIGH = Variant("v1080.m3u8", 1920, 1080, fps=59.94, peak=6_000_000, average=4_000_000, codec="avc1.64002a")


def test_the_master_says_what_a_player_needs_to_choose():
    parsed = m3u8.loads(playlist.master([LOW, HIGH], Sound("audio.m3u8", peak=130_000, average=128_000)))

    low, high = parsed.playlists
    assert (low.uri, high.uri) == ("v360.m3u8", "v1080.m3u8")
    assert (low.stream_info.bandwidth, low.stream_info.average_bandwidth) == (1_130_000, 828_000)
    assert (high.stream_info.resolution, high.stream_info.frame_rate) == ((1920, 1080), 59.94)
    assert low.stream_info.codecs == "avc1.64001e,mp4a.40.2"
    assert low.stream_info.audio == high.stream_info.audio == parsed.media[0].group_id
    assert (parsed.media[0].uri, parsed.media[0].type, parsed.media[0].default) == ("audio.m3u8", "AUDIO", "YES")
    assert parsed.is_independent_segments


def test_a_silent_film_names_no_sound():
    parsed = m3u8.loads(playlist.master([LOW], None))

    assert parsed.media == []
    assert parsed.playlists[0].stream_info.codecs == "avc1.64001e"
    assert parsed.playlists[0].stream_info.bandwidth == 1_000_000


def test_captions_are_a_group_that_every_variant_names():
    texts = [
        Text("captions-en-3.m3u8", "captions-en-3.vtt", 'English "all"', "en", hears=True),
        Text("captions-pt-br-s1.m3u8", "captions-pt-br-s1.vtt", "Português", "pt-BR"),
        Text("captions-pt-br-1.m3u8", "captions-pt-br-1.vtt", "Português", "pt-BR"),
    ]
    parsed = m3u8.loads(playlist.master([LOW, HIGH], None, texts))

    assert [(each.type, each.name, each.language, each.uri) for each in parsed.media] == [
        ("SUBTITLES", "English 'all'", "en", "captions-en-3.m3u8"),
        ("SUBTITLES", "Português", "pt-BR", "captions-pt-br-s1.m3u8"),
        ("SUBTITLES", "Português 3", "pt-BR", "captions-pt-br-1.m3u8"),
    ]
    assert {(each.default, each.autoselect, each.forced, each.group_id) for each in parsed.media} == {
        ("NO", "YES", "NO", "text")
    }
    assert [bool(each.characteristics) for each in parsed.media] == [True, False, False]
    assert [each.stream_info.subtitles for each in parsed.playlists] == ["text", "text"]


def test_captions_are_one_file_as_long_as_the_film():
    parsed = m3u8.loads(playlist.text("captions-en-3.vtt", 20.04))

    assert [(each.uri, each.duration) for each in parsed.segments] == [("captions-en-3.vtt", 20.04)]
    assert (parsed.target_duration, parsed.playlist_type, parsed.is_endlist) == (21, "vod", True)


def test_a_rendition_is_one_file_in_byte_ranges():
    track = Track(700, "avc1.64001e", (Fragment(700, 5000, 4.004), Fragment(5700, 1000, 0.5)))

    parsed = m3u8.loads(playlist.media(track, "v360.mp4"))

    assert [(s.uri, s.byterange, s.duration) for s in parsed.segments] == [
        ("v360.mp4", "5000@700", 4.004),
        ("v360.mp4", "1000@5700", 0.5),
    ]
    assert parsed.segments[0].init_section.byterange == "700@0"
    assert (parsed.target_duration, parsed.version, parsed.is_endlist) == (4, 7, True)


def test_the_short_rest_does_not_set_the_rate():
    track = Track(0, "", (Fragment(0, 400_000, 4.0), Fragment(400_000, 90_000, 0.04)))

    assert track.average == round(8 * 490_000 / 4.04)
    assert track.peak == track.average > 8 * 400_000 / 4


@pytest.mark.parametrize("content", [b"", b"\0\0\0\x08free", b"\0\0\0\x10mdat", b"\xff" * 100])
def test_what_our_encoder_did_not_write_is_not_read(tmp_path, content):
    path = tmp_path / "film.mp4"
    path.write_bytes(content)

    with pytest.raises(ValueError):
        fragments.read(path)
