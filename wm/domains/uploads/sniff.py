"""What the first bytes of a file say it is, so that what can't be a film is refused before the rest is sent."""

NEEDED = 512  # bytes that are enough to tell

BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp")
STILLS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"jxl ")
SOUNDS = (b"M4A ", b"M4B ", b"M4P ")

FILM, HEARD, PICTURE, SOUND, ARCHIVE, DOCUMENT, TEXT, PROGRAM, PLAYLIST, OTHER_FILM, UNKNOWN = (
    "film",
    "heard",
    "picture",
    "sound",
    "archive",
    "document",
    "text",
    "program",
    "playlist",
    "other_film",
    "unknown",
)

TAKEN = (FILM, HEARD)  # what is only heard gets a picture of its sound
BEGINNINGS = (
    (PICTURE, (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"8BPS")),
    (PICTURE, (b"\x00\x00\x00\x0cJXL ", b"\x00\x00\x00\x0cjP  ", b"\xff\x0a", b"qoif")),
    (HEARD, (b"ID3", b"fLaC", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    (SOUND, (b"\xff\xf1", b"\xff\xf9", b"MThd", b"FORM", b"#!AMR")),
    (ARCHIVE, (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh")),
    (ARCHIVE, (b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF", b"xar!")),
    (DOCUMENT, (b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"%!PS")),
    (PROGRAM, (b"\x7fELF", b"MZ", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\x00asm")),
    (PLAYLIST, (b"#EXTM3U", b"ffconcat", b"[playlist]", b"WEBVTT")),
    (
        FILM,
        (b"\x1aE\xdf\xa3", b"FLV\x01", b"OggS", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
    ),  # Matroska and WebM, Flash, Ogg, ASF
    (OTHER_FILM, (b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b".RMF")),  # MPEG program streams, RealMedia
)
TRANSPORT_PACKET = 188


def kind(head: bytes) -> str:
    """Return the kind of file that begins with `head` (give NEEDED bytes, or the whole of a shorter file)."""
    for found, beginnings in BEGINNINGS:
        if head.startswith(beginnings):
            return found
    if head[:4] == b"RIFF":
        return {b"AVI ": FILM, b"WEBP": PICTURE, b"WAVE": HEARD}.get(head[8:12], UNKNOWN)
    if head[4:8] in BOXES:
        return _iso(head)
    if head[:1] == head[TRANSPORT_PACKET : TRANSPORT_PACKET + 1] == b"G" and not _is_text(head):
        return FILM  # an MPEG transport stream
    return TEXT if _is_text(head) else UNKNOWN


def is_film(head: bytes) -> bool:
    """Whether a file that begins with `head` may be a film, or becomes one."""
    return kind(head[:NEEDED]) in TAKEN


def _iso(head: bytes) -> str:
    if head[4:8] != b"ftyp":
        return FILM
    brand = head[8:12]
    return PICTURE if brand in STILLS else HEARD if brand in SOUNDS else FILM


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    return bool(head) and not any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
