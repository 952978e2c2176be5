"""What a file is by its first bytes, before any decoder sees it."""

from wm.domains.media import errors

NEEDED = 1024
EBML = b"\x1aE\xdf\xa3"
ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot")
PICTURE_BRANDS = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"8BPS",
    b"\x00\x00\x01\x00",
    b"\xff\x0a",
)
SOUNDS = (b"MThd", b"\xff\xf1", b"\xff\xf9", b"#!AMR")
MP3 = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
DOCUMENTS = (
    b"%PDF",
    b"PK\x03\x04",
    b"Rar!",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"BZh",
    b"\xfd7zXZ",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
)
TEXT_CONTROLS = b"\t\n\f\r\x1b"


def container(head: bytes) -> str:
    """Return "isobmff", "ebml", "avi", "ts", "flv", "asf", "ogg", "mp3", "flac" or "wav" for the first 1024 bytes.

    Raises Empty, IsText, IsPicture, IsSound, IsDocument or NotAFilm (422)."""
    if not head:
        raise errors.Empty()
    kind = _film(head)
    if kind is None:
        raise _refusal(head)()
    return kind


def _film(head: bytes) -> str | None:
    if head[4:8] in BOXES and head[8:12] not in PICTURE_BRANDS:
        return "isobmff"
    for kind, magic in (("ebml", EBML), ("flv", b"FLV\x01"), ("asf", ASF), ("ogg", b"OggS")):
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] in (b"AVI ", b"WAVE"):
        return "avi" if head[8:12] == b"AVI " else "wav"
    if head.startswith((*MP3, b"fLaC")):
        return "flac" if head.startswith(b"fLaC") else "mp3"
    return "ts" if _is_transport_stream(head) else None


def _is_transport_stream(head: bytes) -> bool:
    return any(
        len(head) > at + 2 * step and head[at] == head[at + step] == head[at + 2 * step] == 0x47
        for at, step in ((0, 188), (4, 192))
    )


def _refusal(head: bytes) -> type[errors.NotAFilm]:
    if head.startswith(PICTURES) or head[8:12] in (b"WEBP", *PICTURE_BRANDS) or b"<svg" in head.lower():
        return errors.IsPicture
    if head.startswith(SOUNDS):
        return errors.IsSound
    if head.startswith(DOCUMENTS):
        return errors.IsDocument
    return errors.IsText if _is_text(head) else errors.NotAFilm


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if any(byte < 32 and byte not in TEXT_CONTROLS for byte in head):
        return False
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 8
    return True
