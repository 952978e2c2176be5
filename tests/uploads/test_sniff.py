"""What the first bytes tell."""

import struct

import pytest

from wm.domains.uploads import sniff
from wm.domains.uploads.errors import NotAFilm


def box(kind: bytes, brand: bytes = b"isom") -> bytes:
    return struct.pack(">I", 24) + kind + brand + bytes(12)


PACKET = b"G\x40\x11\x10" + bytes(184)


@pytest.mark.parametrize(
    "head",
    [
        box(b"ftyp"),
        box(b"ftyp", b"qt  "),
        box(b"ftyp", b"3gp4"),
        box(b"moov"),
        box(b"wide"),
        b"\x1aE\xdf\xa3" + bytes(60),
        b"RIFF\x10\x00\x00\x00AVI LIST",
        b"FLV\x01\x05",
        b"OggS\x00\x02",
        PACKET + PACKET + PACKET,
    ],
)
def test_films_are_films(head):
    assert sniff.kind(head[: sniff.NEEDED]) == "film"


@pytest.mark.parametrize(
    "head", [b"ID3\x04" + bytes(60), b"fLaC" + bytes(60), b"RIFF\x10\x00\x00\x00WAVEfmt ", box(b"ftyp", b"M4A ")]
)
def test_what_is_only_heard_is_taken_too(head):
    assert sniff.is_film(head)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(60), "picture"),
        (b"GIF89a" + bytes(60), "picture"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "picture"),
        (box(b"ftyp", b"heic"), "picture"),
        (box(b"ftyp", b"avif"), "picture"),
        (b"\xff\xf1" + bytes(60), "sound"),
        (b"FORM\x00\x00\x00\x10AIFF", "sound"),
        (b"PK\x03\x04" + bytes(60), "archive"),
        (b"\x1f\x8b\x08" + bytes(60), "archive"),
        (b"%PDF-1.7\n%\xe2\xe3", "document"),
        (b"\x7fELF\x02\x01" + bytes(60), "program"),
        (b"MZ\x90\x00" + bytes(60), "program"),
        (b"#!/bin/sh\nexit\n", "program"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "playlist"),
        (b"ffconcat version 1.0\nfile x\n", "playlist"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "text"),
        (b"Good morning, this begins with the letter of a transport stream. " * 8, "text"),
        ("Só texto, com acentos\n".encode(), "text"),
        (b"\x00\x00\x01\xba" + bytes(60), "other_film"),
        (bytes(512), "unknown"),
        (bytes((7 * n) % 256 for n in range(512)), "unknown"),
        (b"", "unknown"),
    ],
)
def test_everything_else_is_told_apart_and_has_a_sentence(head, kind):
    assert sniff.kind(head[: sniff.NEEDED]) == kind
    assert NotAFilm(kind).message
