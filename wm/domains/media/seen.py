"""What a film is, put together from what the demuxer says of its tracks."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from wm.domains.media import errors, tracks
from wm.domains.media.tracks import SoundTrack

HDR_TRANSFERS = (16, 18)  # SMPTE ST 2084 and ARIB STD-B67, numbered by ITU-T H.273
UNSPECIFIED = 2
STILL_SIZE, STILL_FPS = (1280, 720), 2  # of the picture that we draw for what is only heard


@dataclass(frozen=True)
class Probe:
    """A film as a viewer sees it: upright, in square pixels. Durations in seconds, bit rate in bit/s.

    `picture` and `sound` are the numbers of the tracks to use (`sound` None: silent). Starts are seconds after the film's
    own zero, `delay` what reordering costs between decoding and showing. `key_times` are the moments of decoding of key
    frames, not all of them; empty where the film cannot be sought.

    A film `is_sound_only` has no picture yet (-1): waveform.py makes one of it that has, of the size told here."""

    format: str
    duration: float
    width: int
    height: int
    rotation: int
    fps: Fraction
    is_variable: bool
    is_interlaced: bool
    is_hdr: bool
    is_untagged: bool
    picture: int
    picture_seconds: float
    video_codec: str
    pix_fmt: str
    sound: int | None
    sound_seconds: float
    audio_codec: str
    bit_rate: int
    keyframe_gap: float | None
    profile: str = ""
    has_square_pixels: bool = True
    picture_bit_rate: int = 0
    picture_start: float = 0.0
    sound_start: float = 0.0
    delay: float = 0.0
    has_open_gops: bool = False
    is_edited: bool = False
    key_times: tuple[float, ...] = ()
    sounds: tuple[SoundTrack, ...] = ()
    is_sound_only: bool = False

    @property
    def has_audio(self) -> bool:
        """Whether there is a sound track."""
        return self.sound is not None

    @property
    def main_sound(self) -> SoundTrack | None:
        """The sound track that plays when nobody chose another."""
        return next((sound for sound in self.sounds if sound.index == self.sound), None)


def understood(said: dict, path: Path) -> Probe:
    """Return what the demuxer `said` of the file at `path`, put together. Raises Damaged, NoPicture (422)."""
    pictures = [t for t in said["tracks"] if t["type"] == "video" and not t["is_cover"]]
    heard = [t for t in said["tracks"] if t["type"] == "audio" and t["codec"] and t["channels"]]
    if not pictures and not heard:
        raise errors.NoPicture()
    if pictures and said["frame"] is None:
        raise errors.Damaged()
    sounds = tracks.sounds(heard, said.get("firsts", {}), said["duration"] or 0.0, said["start"])
    return _film(said, pictures[0], sounds, path) if pictures else _only_heard(said, sounds, path)


def _film(said: dict, track: dict, sounds: tuple[SoundTrack, ...], path: Path) -> Probe:
    picture, main = _picture(track, said, said["duration"] or 0.0), _main(sounds)
    seconds = max(picture["picture_seconds"], main["sound_seconds"])
    bit_rate = round(8 * path.stat().st_size / max(seconds, 0.04))
    picture["picture_bit_rate"] = track["bit_rate"] or max(0, bit_rate - sum(sound.bit_rate for sound in sounds))
    return Probe(
        format=said["format"],
        duration=seconds,
        bit_rate=bit_rate,
        keyframe_gap=said["keyframe_gap"],
        sounds=sounds,
        **picture,
        **main,
    )


def _only_heard(said: dict, sounds: tuple[SoundTrack, ...], path: Path) -> Probe:
    """A film whose picture is still to be drawn."""
    main, (width, height) = _main(sounds), STILL_SIZE
    return Probe(
        format=said["format"],
        duration=main["sound_seconds"],
        width=width,
        height=height,
        rotation=0,
        fps=Fraction(STILL_FPS),
        is_variable=False,
        is_interlaced=False,
        is_hdr=False,
        is_untagged=False,
        picture=-1,
        picture_seconds=main["sound_seconds"],
        video_codec="",
        pix_fmt="",
        bit_rate=round(8 * path.stat().st_size / max(main["sound_seconds"], 0.04)),
        keyframe_gap=None,
        sounds=sounds,
        is_sound_only=True,
        **main,
    )


def _picture(track: dict, said: dict, whole: float) -> dict:
    frame, build = said["frame"], said["build"]
    width, height = _upright(track, frame)
    fps, is_variable = _rate(track)
    return {
        "width": width,
        "height": height,
        "rotation": frame["rotation"] % 360,
        "fps": fps,
        "is_variable": is_variable,
        "is_interlaced": frame["interlaced"],
        "is_hdr": frame["transfer"] in HDR_TRANSFERS,
        "is_untagged": frame["matrix"] == UNSPECIFIED,
        "picture": track["index"],
        "picture_seconds": track["duration"] or whole,
        "video_codec": track["codec"],
        "pix_fmt": frame["pix_fmt"],
        "profile": track["profile"],
        "has_square_pixels": Fraction(track["sar"]) in (0, 1),
        "picture_start": tracks.since(track["start"], said["start"]),
        "delay": build["delay"],
        "has_open_gops": build["has_open_gops"],
        "is_edited": build["is_edited"],
        "key_times": tuple(round(time - said["start"], 3) for time in build["key_times"] if build["is_seekable"]),
    }


def _main(sounds: tuple[SoundTrack, ...]) -> dict:
    """The sound that plays when nobody chose: the one marked so, else the first."""
    if not sounds:
        return {"sound": None, "sound_seconds": 0.0, "audio_codec": ""}
    main = min(sounds, key=lambda sound: (sound.is_description, not sound.is_default))
    return {
        "sound": main.index,
        "sound_seconds": main.seconds,
        "audio_codec": main.codec,
        "sound_start": main.start,
    }


def _upright(picture: dict, frame: dict) -> tuple[int, int]:
    sar = Fraction(picture["sar"]) or Fraction(1)
    width, height = round(frame["width"] * sar), frame["height"]
    return (height, width) if frame["rotation"] % 180 else (width, height)


def _rate(picture: dict) -> tuple[Fraction, bool]:
    """Frames per second on average, and whether they come unevenly."""
    average, base = Fraction(picture["rate"]), Fraction(picture["base_rate"])
    if not average:
        return base or Fraction(25), False
    is_even = abs(average - base) <= average / 100
    return (base, False) if is_even else (average, True)
