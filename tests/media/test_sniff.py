"""What a file is by its first bytes."""

import pytest

from wm.domains.media import errors, sniff

FTYP = b"\0\0\0\x18ftyp"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (FTYP + b"isom", "isobmff"),
        (FTYP + b"qt  ", "isobmff"),
        (b"\0\0\x10\0moov", "isobmff"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "isobmff"),
        (b"\x1aE\xdf\xa3\x01\0\0\0", "ebml"),
        (b"RIFF\0\0\0\0AVI LIST", "avi"),
        ((b"\x47" + bytes(187)) * 4, "ts"),
        ((bytes(4) + b"\x47" + bytes(187)) * 4, "ts"),
        (b"FLV\x01\x05", "flv"),
        (sniff.ASF + bytes(20), "asf"),
        (b"OggS\0\x02", "ogg"),
        (b"ID3\x04", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"fLaC", "flac"),
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
    ],
)
def test_films_are_known_by_their_containers(head, kind):
    assert sniff.container(head) == kind


@pytest.mark.parametrize(
    ("head", "refusal"),
    [
        (b"", errors.Empty),
        (b"Dear diary", errors.IsText),
        ("Größe".encode(), errors.IsText),
        ("Größe".encode("utf-16"), errors.IsText),
        (b"#EXTM3U\n#EXTINF:4,\nhttp://127.0.0.1/\n", errors.IsText),
        (b"ffconcat version 1.0\nfile 'a.ts'\n", errors.IsText),
        (b"<?xml version='1.0'?><MPD/>", errors.IsText),
        (b"GGGG, a text of many Gs " * 40, errors.IsText),
        (b"\x89PNG\r\n\x1a\n", errors.IsPicture),
        (b"\xff\xd8\xff\xe0", errors.IsPicture),
        (b"GIF89a", errors.IsPicture),
        (b"RIFF\0\0\0\0WEBPVP8 ", errors.IsPicture),
        (FTYP + b"heic", errors.IsPicture),
        (FTYP + b"avif", errors.IsPicture),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", errors.IsPicture),
        (b"MThd\0\0\0\x06", errors.IsSound),
        (b"#!AMR\n", errors.IsSound),
        (b"%PDF-1.7", errors.IsDocument),
        (b"PK\x03\x04", errors.IsDocument),
        (bytes(1024), errors.NotAFilm),
        (b"\x8f\x03\x99\xaa" * 200, errors.NotAFilm),
        (b"\x47" + b"\x01" * 1000, errors.NotAFilm),
    ],
)
def test_everything_else_is_refused_for_what_it_is(head, refusal):
    with pytest.raises(errors.NotAFilm) as raised:
        sniff.container(head)

    assert type(raised.value) is refusal
