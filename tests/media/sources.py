"""Tiny films made by ffmpeg's generators, good and hostile, each made once per test process."""

import random
import subprocess
from pathlib import Path

from wm.domains.media import tools

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=2")
SOUND = ("-f", "lavfi", "-i", "sine=f=440:d=2")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac")
MPEG4 = ("-c:v", "mpeg4", "-q:v", "4")
B_FRAMES = ("-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-g", "30", "-pix_fmt", "yuv420p")
LATE = ("-map", "1:v", "-map", "0:a", "-c", "copy")
OGG = ("-c:v", "libtheora", "-c:a", "libvorbis", "-ac", "2")
FLASH = "color=black:s=320x180:r=30:d=3,geq=lum='if(between(T,1,1.2),235,16)':cb=128:cr=128"
BEEP = "aevalsrc='if(between(t,1,1.2),sin(2*PI*1000*t),0)':s=48000:d=3"
HDR = "testsrc2=s=320x180:r=30:d=2,setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc"
HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=none")
LOCKED = ("-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb")
NOTED = "h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+zqplace +52.5200+013.4050/"  # with every key frame
SECRETS = ("-metadata", "location=+52.5200+013.4050/", "-metadata", "title=secret place", "-metadata", "artist=Ada")


def pictured(source: str) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", source)


MIXED = ("-filter_complex", "[0]volume=0.1[soft];[soft][1]amix=normalize=0")
MANY_SOUNDS = (
    *PICTURE,
    *pictured("sine=f=440:d=2"),
    *pictured("sine=f=880:d=1"),
    *pictured("sine=f=1760:d=4"),
    *("-map", "0", "-map", "1", "-map", "2", "-map", "3", *H264, *AAC),
    *("-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=ger", "-metadata:s:a:1", "title=Deutsch"),
    *("-metadata:s:a:2", "language=eng", "-metadata:s:a:2", 'title=The "described" one\n#EXT-X-KEY'),
    *("-disposition:a:0", "0", "-disposition:a:1", "default", "-disposition:a:2", "visual_impaired"),
)


def counted(rate: str, *more: str) -> tuple[str, ...]:
    """12 s whose frames bear their number as 12 bars, black for 0 and white for 1, the lowest digit on the left."""
    bars = f"color=s=12x8:r={rate}:d=12,geq=lum='255*mod(floor(N/pow(2,X)),2)':cb=128:cr=128"
    return (*pictured(",".join([bars, "scale=192:128:flags=neighbor", *more])), *B_FRAMES)


def rungs_film(size: str, seconds: int) -> tuple[str, ...]:
    """A film that is high enough for several rungs, cheap to encode, and nothing that browsers play as it is."""
    return (*pictured(f"testsrc2=s={size}:r=12:d={seconds}"), *pictured(f"sine=f=440:d={seconds}"), *MPEG4, *AAC)


RECIPES: dict[str, tuple[str, ...]] = {
    "good.mp4": (*PICTURE, *SOUND, *H264, *AAC),
    "silent.mp4": (*PICTURE, *H264),
    "heard-at-last.mp4": (
        *(*pictured("testsrc2=s=1280x720:r=30:d=8"), "-itsoffset", "7"),
        *(*pictured("sine=f=440:d=1"), *H264, *AAC),
    ),
    "long-sound.mp4": (*PICTURE, "-f", "lavfi", "-i", "sine=f=440:d=5", *H264, *AAC),
    "short-sound.mp4": (*PICTURE, "-f", "lavfi", "-i", "sine=f=440:d=1", *H264, *AAC),
    "portrait.mp4": (*pictured("testsrc2=s=180x320:r=30:d=2"), *SOUND, *H264, *AAC),
    "odd.mov": (*pictured("testsrc=s=641x363:r=30:d=2"), "-c:v", "ffv1", "-pix_fmt", "bgr0", "-f", "matroska"),
    "uneven.mp4": (*pictured("testsrc2=s=320x180:r=30:d=4,select='not(mod(n,3))+gt(n,60)'"), "-fps_mode", "vfr", *H264),
    "quick.mp4": (*pictured("testsrc2=s=320x180:r=120:d=2"), *H264),
    "combed.mp4": (
        *pictured("testsrc2=s=320x180:r=50:d=2,interlace"),
        *H264,
        "-flags",
        "+ildct+ilme",
        "-x264opts",
        "tff=1",
    ),
    "stretched.mp4": (*pictured("testsrc2=s=360x288:r=25:d=2,setsar=16/15"), *H264),
    "one-frame.mp4": (*PICTURE, *H264, "-frames:v", "1"),
    "hdr.mp4": (*pictured(HDR), *HEVC),
    "webm.webm": (*PICTURE, *SOUND, "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis"),
    "stream.ts": (*PICTURE, *SOUND, *H264, *AAC),
    "matroska.mkv": (*PICTURE, *SOUND, *H264, *AAC),
    "flash.flv": (*PICTURE, *SOUND, "-c:v", "flv1", "-c:a", "libmp3lame", "-ar", "44100"),
    "old.avi": (*PICTURE, *SOUND, "-c:v", "mpeg4", "-c:a", "libmp3lame"),
    "windows.wmv": (*PICTURE, *SOUND, "-c:v", "wmv2", "-c:a", "wmav2"),
    "free.ogv": (*PICTURE, *SOUND, "-c:v", "libtheora", "-c:a", "libvorbis"),
    "telling.mp4": (*PICTURE, *SOUND, *H264, *AAC, *SECRETS),
    "noted.mp4": (*PICTURE, *SOUND, *H264, "-crf", "45", *AAC, "-bsf:v", NOTED),
    "in-step.mp4": (*pictured(FLASH), *pictured(BEEP), *H264, *AAC),
    "ladder.mp4": rungs_film("1280x720", 5),
    "two-rungs.mp4": rungs_film("854x480", 2),
    "fitting.mp4": (*pictured("testsrc2=s=854x480:r=12:d=5"), *pictured("sine=f=440:d=5"), *H264, "-g", "24", *AAC),
    "key-frames.mp4": (*PICTURE, *H264, "-g", "30"),
    "small.mp4": (*PICTURE, *SOUND, *H264, "-crf", "45", *AAC),
    "long.mp4": (*pictured("testsrc2=s=640x360:r=12:d=12"), *SOUND, *MPEG4, "-g", "12", *AAC),
    "whole.mp4": (*pictured("testsrc2=s=320x180:r=30:d=20"), *H264, "-movflags", "+faststart"),
    "sound-only.mp4": (*SOUND, *AAC),
    "sound.mp3": (*SOUND, "-c:a", "libmp3lame"),
    "sound.flac": (*pictured("sine=f=440:d=2"), *pictured("aevalsrc='if(lt(t,1),0,sin(2764*t))':s=44100:d=2"), *MIXED),
    "picture.png": (*pictured("testsrc2=s=64x64"), "-frames:v", "1"),
    "tiny.mp4": (*pictured("testsrc2=s=2x2:r=30:d=1,scale=1:1"), "-c:v", "mjpeg", "-pix_fmt", "yuvj444p"),
    "long-strip.mp4": (*pictured("color=s=20000x16:d=0.2"), "-c:v", "mjpeg", "-pix_fmt", "yuvj444p"),
    "bomb.mp4": (*pictured("color=s=8192x8192:r=5:d=0.4"), *H264),
    "crowded.mp4": (*pictured("testsrc2=s=32x32:r=5:d=0.4"), *("-map", "0:v") * 100, "-c:v", "mpeg4"),
    "flashing.mp4": (*pictured(FLASH), *pictured(BEEP), *B_FRAMES, *AAC),
    "open-gop.mp4": (*pictured("testsrc2=s=320x180:r=30:d=3"), *B_FRAMES, "-x264-params", "open-gop=1:b-adapt=0"),
    "barred.mp4": (*pictured("testsrc2=s=320x136:r=10:d=3,pad=320:180:0:22"), *H264),
    "barred-fitting.mp4": (*pictured("testsrc2=s=640x360:r=10:d=2,pad=640:480:0:60"), *H264),
    "many-sounds.mkv": MANY_SOUNDS,
    "counted.mp4": (*pictured("sine=f=440:d=12"), *counted("25"), *AAC),
    "counted-ntsc.mp4": counted("30000/1001"),
    "counted-uneven.mp4": (*counted("30", "select='not(mod(n,3))+gt(n,150)'"), "-fps_mode", "vfr"),
    "counted-open.mp4": (*counted("30"), "-x264-params", "open-gop=1:b-adapt=0"),
    "counted-plain.avi": (*counted("25"), *MPEG4, "-bf", "0", "-g", "50"),
    "sound.wav": SOUND,
    "locked.mp4": (*PICTURE, *H264, *LOCKED, "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8"),
}

# films made of others: its name, what stands before its input, and what comes after
REMADE: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "flashing.ts": ("flashing.mp4", (), ("-c", "copy")),
    "flashing.mkv": ("flashing.mp4", (), ("-c", "copy")),
    "born-ts.mp4": ("flashing.ts", ("-copyts",), ("-c", "copy")),
    "other-sound.mkv": ("flashing.mp4", (), ("-c:v", "copy", "-c:a", "libvorbis", "-ac", "2")),
    "cut-start.mp4": ("flashing.mp4", ("-ss", "0.5"), ("-c", "copy")),
    "late-sound.mkv": ("flashing.mp4", ("-itsoffset", "0.3"), ("-i", "flashing.mp4", *LATE)),
    "counted.mkv": ("counted.mp4", (), ("-c", "copy")),
    "counted-born-ts.mp4": ("counted.ts", ("-copyts",), ("-c", "copy")),
    "counted.ts": ("counted.mp4", (), ("-c", "copy")),
    "counted.flv": ("counted.mp4", (), ("-c", "copy")),
    "counted.avi": ("counted.mp4", (), ("-c", "copy")),
    "counted-ntsc.ts": ("counted-ntsc.mp4", (), ("-c", "copy")),
    "counted-late.mp4": ("counted.mp4", (), ("-itsoffset", "0.71", "-i", "counted.mp4", *LATE)),
    "late-sound.ts": ("flashing.mp4", ("-itsoffset", "0.3"), ("-i", "flashing.mp4", *LATE)),
    "late-picture.ts": ("flashing.mp4", (), ("-itsoffset", "0.3", "-i", "flashing.mp4", *LATE)),
    "late-sound.ogv": ("flashing.mp4", ("-itsoffset", "0.3"), ("-i", "flashing.mp4", *LATE[:4], *OGG)),
    "turned.mov": ("good.mp4", ("-display_rotation", "90"), ("-c", "copy")),
}


class Sources:
    """Makes a film by name on its first use and keeps it in `folder`."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __call__(self, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            made = OTHERS[name](self) if name in OTHERS else None
            path.write_bytes(made) if made is not None else self._film(path, self._recipe(name))
        return path

    def _recipe(self, name: str) -> tuple[str, ...]:
        if name not in REMADE:
            return RECIPES[name]
        parent, before, after = REMADE[name]
        path = str(self(parent))
        return (*before, "-i", path, *(path if word == parent else word for word in after))

    def _film(self, path: Path, recipe: tuple[str, ...]) -> None:
        draft = path.with_name(f"draft-{path.name}")
        subprocess.run([tools.ffmpeg(), "-v", "error", "-y", *recipe, str(draft)], check=True, timeout=60)
        draft.rename(path)


def _half(name: str):
    return lambda sources: sources(name).read_bytes()[: sources(name).stat().st_size // 2]


def _spoilt(sources: Sources) -> bytes:
    """A film with two thousand wrong bytes in its picture and sound."""
    content, chance = bytearray(sources("good.mp4").read_bytes()), random.Random(1)
    start, end = content.find(b"mdat") + 4, content.find(b"moov") - 4
    for _ in range(2000):
        content[chance.randrange(start, end)] = chance.randrange(256)
    return bytes(content)


def _lying(sources: Sources) -> bytes:
    """A film whose header claims 24 days."""
    content = bytearray(sources("good.mp4").read_bytes())
    at = content.find(b"mvhd") + 20
    content[at : at + 4] = b"\x7f\xff\xff\xff"
    return bytes(content)


def _jumping(sources: Sources) -> bytes:
    """A film whose second half claims to come three hours later (FLV: tags of 11 bytes, the time at 4 to 7)."""
    content, at = bytearray(sources("flash.flv").read_bytes()), 13
    half = len(content) // 2
    while at + 11 < len(content):
        if at > half:
            time = int.from_bytes(content[at + 4 : at + 7]) + 3 * 3600 * 1000
            content[at + 4 : at + 8] = (time & 0xFFFFFF).to_bytes(3) + bytes([time >> 24])
        at += 11 + int.from_bytes(content[at + 1 : at + 4]) + 4
    return bytes(content)


def _covered(sources: Sources) -> bytes:
    """A sound with a picture of its cover, as music has it (ID3v2.3: an APIC frame)."""
    frame = b"\0image/png\0\3\0" + sources("picture.png").read_bytes()
    tag = b"APIC" + len(frame).to_bytes(4) + bytes(2) + frame
    size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + tag + sources("sound.mp3").read_bytes()


OTHERS = {
    "covered.mp3": _covered,
    "jumping.flv": _jumping,
    "twice.ts": lambda sources: sources("counted.ts").read_bytes() * 2,
    "tune.mid": lambda sources: b"MThd\0\0\0\x06" + bytes(200),
    "empty.mp4": lambda sources: b"",
    "text.mp4": lambda sources: b"Dear diary, today I made a film.\n" * 40,
    "words.mp4": lambda sources: "Größe: ungewöhnlich – sehr lang. ".encode() * 60,
    "picture.mp4": lambda sources: sources("picture.png").read_bytes(),
    "svg.mp4": lambda sources: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1/"/></svg>',
    "random.mp4": lambda sources: random.Random(7).randbytes(100_000),
    "playlist.mp4": lambda sources: b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:2,\nstream.ts\n#EXT-X-ENDLIST\n",
    "concat.mp4": lambda sources: b"ffconcat version 1.0\nfile 'stream.ts'\n",
    "archive.mp4": lambda sources: b"PK\x03\x04" + bytes(1000),
    "half.mp4": _half("good.mp4"),
    "half-fast.mp4": _half("whole.mp4"),
    "half.mkv": _half("matroska.mkv"),
    "half.avi": _half("old.avi"),
    "spoilt.mp4": _spoilt,
    "lying.mp4": _lying,
    "headless.mp4": lambda sources: b"\0\0\0\x18ftypisom" + random.Random(3).randbytes(50_000),
}
