"""Files that nobody should send: good ones with damage, lists that name other files, and bombs."""

import random
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.media.sources import AAC, H264, Sources, pictured

SMALL = (*pictured("testsrc2=s=160x90:r=12:d=1"), "-f", "lavfi", "-i", "sine=f=440:d=1")
THEORA = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libvorbis")
OWN: dict[str, tuple[str, ...]] = {
    "small.mp4": (*SMALL, *H264, *AAC),
    "fast.mp4": (*SMALL, *H264, *AAC, "-movflags", "+faststart"),
    "small.mov": (*SMALL, *H264, *AAC),
    "small.mkv": (*SMALL, *H264, *AAC),
    "small.webm": (*SMALL, *THEORA),
    "small.avi": (*SMALL, "-c:v", "mpeg4", "-c:a", "libmp3lame"),
    "small.ts": (*SMALL, *H264, *AAC),
    "two.mp4": (*pictured("testsrc2=s=854x480:r=12:d=3"), *pictured("sine=f=440:d=3"), *H264, *AAC),
    "slow.mp4": (*pictured("testsrc2=s=1920x1080:r=30:d=20"), "-c:v", "mpeg4", "-q:v", "5"),
    "private.ts": (*pictured("color=magenta:s=160x90:r=12:d=2"), *H264),
    "quick.mp4": (*pictured("testsrc2=s=160x90:r=1000:d=1"), *H264),
    "ten-hours.mp4": (*pictured("color=s=64x64:r=1:d=36000"), *H264),
    "ten-hours.mkv": (*pictured("color=s=64x64:r=1:d=36000"), *H264),
    "square.mp4": (*pictured("color=s=8192x8192:r=5:d=0.4"), *H264),
    "square.mkv": (*pictured("color=s=8192x8192:r=5:d=0.4"), *H264),
    "wide.mkv": (*pictured("color=s=16000x8000:r=2:d=1"), "-c:v", "mjpeg", "-pix_fmt", "yuvj420p"),
    "strip.avi": (*pictured("color=s=20000x16:r=5:d=0.4"), "-c:v", "mjpeg", "-pix_fmt", "yuvj420p"),
    "crowded.mkv": (*pictured("testsrc2=s=32x32:r=5:d=0.4"), *("-map", "0:v") * 100, "-c:v", "mpeg4"),
    "crowded.ts": (*pictured("testsrc2=s=32x32:r=5:d=0.4"), *("-map", "0:v") * 60, "-c:v", "mpeg2video"),
    "crowded.mp4": (*pictured("testsrc2=s=32x32:r=5:d=0.4"), *("-map", "0:v") * 100, "-c:v", "mpeg4"),
}
TARGETS = ("small.mp4", "fast.mp4", "small.mov", "small.mkv", "small.webm", "small.avi", "small.ts")


class Corpus(Sources):
    """Makes these files by name, each once, in `folder`."""

    def __call__(self, name: str) -> Path:
        path = self.folder / name
        if name in OWN and not path.exists():
            self._film(path, OWN[name])
        return path if name in OWN else super().__call__(name)


# -- damage


def mutants(corpus: Corpus, count: int, seed: int = 5) -> Iterator[tuple[str, bytes]]:
    """Yield `count` damaged films as (what was done, bytes), the same ones every time."""
    chance, deeds = random.Random(seed), (few_bytes, many_bytes, head_bytes, shifted, boxes, cut, numbers)
    for number in range(count):
        name, deed = TARGETS[number % len(TARGETS)], deeds[number // len(TARGETS) % len(deeds)]
        yield f"{name} {deed.__name__}", deed(bytearray(corpus(name).read_bytes()), chance)


def few_bytes(film: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 12)):
        film[chance.randrange(len(film))] = chance.randrange(256)
    return bytes(film)


def many_bytes(film: bytearray, chance: random.Random) -> bytes:
    for _ in range(len(film) // chance.randint(10, 200)):
        film[chance.randrange(16, len(film))] = chance.randrange(256)
    return bytes(film)


def head_bytes(film: bytearray, chance: random.Random) -> bytes:
    """Damage what demuxers read first: the head, or the index at the end."""
    index = film.find(b"moov")
    start = index if index > 0 else 32
    for _ in range(chance.randint(1, 30)):
        film[chance.randrange(start, min(len(film), start + 1500))] = chance.choice((0, 255, chance.randrange(256)))
    return bytes(film)


def shifted(film: bytearray, chance: random.Random) -> bytes:
    """Leave out, double or swap a stretch."""
    size = chance.randint(1, len(film) // 4)
    at = chance.randrange(16, len(film) - size)
    piece = film[at : at + size]
    return bytes(film[:at] + piece * chance.choice((0, 2, 3)) + film[at + size :])


def boxes(film: bytearray, chance: random.Random) -> bytes:
    """Rename, resize or double one of the parts that the file is made of."""
    names = [
        b"moov",
        b"trak",
        b"stbl",
        b"stsd",
        b"mdat",
        b"\x1f\x43\xb6\x75",
        b"\x16\x54\xae\x6b",
        b"movi",
        b"idx1",
        b"hdrl",
    ]
    found = [at for name in names if (at := film.find(name)) > 8]
    at = chance.choice(found or [188])
    deed = chance.randrange(3)
    if deed == 0:
        film[at : at + 4] = chance.choice((b"free", b"moov", b"\0\0\0\0", b"trak", chance.randbytes(4)))
    elif deed == 1:
        film[at - 4 : at] = struct.pack(">I", chance.choice((0, 1, 7, 8, len(film), 2**31 - 1, 2**32 - 1)))
    else:
        film[at:at] = film[at - 4 : at + chance.randint(20, 2000)]
    return bytes(film)


def cut(film: bytearray, chance: random.Random) -> bytes:
    return bytes(film[: chance.randint(1, len(film) - 1)])


def numbers(film: bytearray, chance: random.Random) -> bytes:
    """Let counts and lengths in the index claim absurd amounts."""
    names = [
        b"stts",
        b"stsz",
        b"stco",
        b"stsc",
        b"ctts",
        b"mvhd",
        b"tkhd",
        b"mdhd",
        b"elst",
        b"avih",
        b"strh",
        b"\x2a\xd7\xb1",
        b"\x44\x89",
    ]
    found = [at for name in names if (at := film.find(name)) > 0]
    for at in chance.sample(found, min(len(found), 3)):
        place = at + 4 + 4 * chance.randint(0, 6)
        film[place : place + 4] = struct.pack(">I", chance.choice((0, 2**31 - 1, 2**32 - 1, 2**16)))
    return bytes(film)


# -- lists and references


def attacks(corpus: Corpus, beside: Path, port: int) -> dict[str, bytes]:
    """Return files that would make a trusting program read `beside`/private.ts, /etc/passwd or 127.0.0.1:`port`.

    A name that begins with "own " has a picture of its own as well."""
    private, near, web = str(beside / "private.ts"), "private.ts", f"http://127.0.0.1:{port}"
    lists = {}
    for how, target in (
        ("absolute", private),
        ("relative", near),
        ("far", f"../../../store/raw/{near}"),
        ("file", f"file://{private}"),
    ):
        lists[f"m3u8 {how}"] = m3u8(target)
        lists[f"ffconcat {how}"] = f"ffconcat version 1.0\nfile '{target}'\n"
        lists[f"m3u8 key {how}"] = m3u8("x.ts", f'#EXT-X-KEY:METHOD=AES-128,URI="{target}"\n')
    lists |= {
        "m3u8 passwd": m3u8("file:///etc/passwd"),
        "m3u8 http": m3u8(f"{web}/a.ts"),
        "m3u8 map": m3u8("x.ts", '#EXT-X-MAP:URI="file:///etc/passwd"\n'),
        "m3u8 key http": m3u8("x.ts", f'#EXT-X-KEY:METHOD=AES-128,URI="{web}/key"\n'),
        "m3u8 subfile": m3u8(f"subfile,,start,0,end,9000,,:{private}"),
        "m3u8 concat": m3u8(f"concat:{private}|{private}"),
        "master http": f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{web}/b.m3u8\n",
        "ffconcat http": f"ffconcat version 1.0\nfile '{web}/c.ts'\n",
        "dash http": mpd(f"{web}/d/"),
        "dash file": mpd(f"file://{beside}/"),
        "sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="160" height="90"><image xlink:href="{web}/e.png" width="9" height="9"/></svg>',
        "svg file": f'<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"><image href="file://{private}" width="9" height="9"/></svg>',
        "asx": f'<asx version="3.0"><entry><ref href="{web}/f"/></entry></asx>',
        "pls": f"[playlist]\nNumberOfEntries=1\nFile1={web}/g\n",
        "xspf": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{web}/h">]><playlist><title>&e;</title></playlist>',
        "image2": "/etc/%d%s",
        "glob": f"{beside}/*",
        "ffmetadata": f";FFMETADATA1\ntitle=@{private}\n",
        "lavfi": f"movie={private}",
        "quicktime link": f'<?xml version="1.0"?><?quicktime type="application/x-quicktime-media-link"?><embed src="{web}/i"/>',
    }
    found = {name: text.encode() for name, text in lists.items()}
    film, junk = corpus("small.mp4").read_bytes(), b"\0\0\0\x08free"
    found |= {
        "own dref": referring(film, b"url ", b"\0\0\0\0" + f"file://{private}".encode() + b"\0"),
        "own dref http": referring(film, b"url ", b"\0\0\0\0" + f"{web}/j".encode() + b"\0"),
        "own alias": referring(film, b"alis", b"\0\0\0\0" + private.encode()),
        "own rmra": reference_movie(film, f"{web}/k"),
        "padded m3u8": junk + found["m3u8 absolute"],
        "polyglot m3u8": b"\0\0\0\x14ftypisom\0\0\0\0isom" + found["m3u8 absolute"],
        "spaced m3u8": b"\n" * 2000 + found["m3u8 absolute"],
        "bom ffconcat": b"\xef\xbb\xbf" + found["ffconcat relative"],
        "own tail": film + found["m3u8 http"],
    }
    return found


def m3u8(target: str, before: str = "") -> str:
    return f"#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n{before}#EXTINF:2,\n{target}\n#EXT-X-ENDLIST\n"


def mpd(base: str) -> str:
    segments = '<SegmentTemplate media="private.ts" duration="2" startNumber="1"/>'
    track = f'<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">{segments}</Representation></AdaptationSet>'
    head = '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S">'
    return f"{head}<BaseURL>{base}</BaseURL><Period>{track}</Period></MPD>"


def referring(film: bytes, kind: bytes, body: bytes) -> bytes:
    """Let the film say that its samples lie in another file; the index is at the end, so that nothing moves."""
    at = film.find(b"dref")
    entry = struct.pack(">I", 8 + len(body)) + kind + body
    old = struct.unpack(">I", film[at + 12 : at + 16])[0]
    grown = len(entry) - old
    out = bytearray(film[: at + 12] + entry + film[at + 12 + old :])
    for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        place = out.find(name) - 4
        out[place : place + 4] = struct.pack(">I", struct.unpack(">I", out[place : place + 4])[0] + grown)
    return bytes(out)


def reference_movie(film: bytes, url: str) -> bytes:
    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", 8 + len(body)) + kind + body

    reference = b"\0\0\0\0url " + struct.pack(">I", len(url) + 1) + url.encode() + b"\0"
    at = film.find(b"moov") - 4
    inside = film[at + 8 :] + box(b"rmra", box(b"rmda", box(b"rdrf", reference)))
    return film[:at] + box(b"moov", inside)


# -- bombs


def bombs(corpus: Corpus) -> dict[str, bytes]:
    """Return small files that would cost a trusting program minutes or gigabytes."""
    named = [name for name in OWN if name.startswith(("quick", "ten-hours", "square", "wide", "strip", "crowded"))]
    return {name: corpus(name).read_bytes() for name in named} | lies(corpus)


def lies(corpus: Corpus) -> dict[str, bytes]:
    """Return those of them that only claim to be large."""
    found: dict[str, bytes] = {}
    film, matroska = corpus("small.mp4").read_bytes(), corpus("small.mkv").read_bytes()
    claims: dict[str, Callable[[bytearray], None]] = {
        "stsz": lambda it: claim(it, b"stsz", 12, 2**31 - 1),
        "stts": lambda it: claim(it, b"stts", 12, 2**31 - 1),
        "stco": lambda it: claim(it, b"stco", 8, 2**31 - 1),
        "mvhd": lambda it: claim(it, b"mvhd", 20, 2**31 - 1),
        "moov": lambda it: claim(it, b"moov", -4, 2**31 - 1),
        "tkhd": lambda it: (claim(it, b"tkhd", 78, 60_000 << 16), claim(it, b"tkhd", 82, 60_000 << 16)),
        "avc1": lambda it: claim(it, b"avc1", 28, 0xFFF0FFF0),
        "mp4a": lambda it: claim(it, b"mp4a", 28, 2**32 - 1),
    }
    for name, deed in claims.items():
        lying = bytearray(film)
        deed(lying)
        found[f"lying {name}"] = bytes(lying)
    found["nested"] = film[: film.find(b"moov") - 4] + nested(2000)
    found["zero boxes"] = b"\0\0\0\x14ftypisom\0\0\0\0isom" + b"\0\0\0\x08free" * 600_000
    found["endless cues"] = matroska + b"\x1c\x53\xbb\x6b\x08\xff\xff\xff\xff" + b"\xbb\x84\xb3\x82\0\0" * 200_000
    found["endless clusters"] = matroska + (b"\x1f\x43\xb6\x75\x83\xe7\x81\0") * 100_000
    return found


def claim(film: bytearray, box: bytes, at: int, value: int) -> None:
    place = film.find(box) + at
    film[place : place + 4] = struct.pack(">I", value)


def nested(depth: int) -> bytes:
    inside = b""
    for _ in range(depth):
        inside = struct.pack(">I", 8 + len(inside)) + b"moov" + inside
    return inside
