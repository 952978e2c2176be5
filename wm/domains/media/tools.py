"""Which ffmpeg we run and what it, and this machine, can do."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache

import imageio_ffmpeg
from flask import current_app

from wm.domains.media import encoders


@dataclass(frozen=True)
class Workshop:
    """What the engine may use: the ffmpeg program, threads per process, x264 preset, the longest film in seconds, and
    the encoder of H.264."""

    ffmpeg: str
    threads: int = 2
    preset: str = "veryfast"
    max_seconds: int = 12 * 3600
    encoder: str = encoders.SOFTWARE


def workshop() -> Workshop:
    """Return what the settings of the present app allow."""
    settings = current_app.config
    program = ffmpeg(settings["FFMPEG"])
    return Workshop(
        program,
        settings["ENCODE_THREADS"],
        settings["ENCODE_PRESET"],
        settings["FILM_MAX_SECONDS"],
        encoders.chosen(program, settings["ENCODE_GPU"]),
    )


@dataclass(frozen=True)
class Wishes:
    """What the settings wish of a plan: rungs above `lazy_above` lines wait until somebody asks for them (0: none), and
    films are encoded in parts of `chunk_seconds` (0: in one)."""

    lazy_above: int = 0
    chunk_seconds: int = 60


def wishes() -> Wishes:
    """Return what the settings of the present app wish."""
    return Wishes(current_app.config["LAZY_ABOVE"], current_app.config["CHUNK_SECONDS"])


@lru_cache
def ffmpeg(wanted: str = "") -> str:
    """Return the absolute path of the ffmpeg to use: the `wanted` one, else the static build that pip installed.

    Raises FileNotFoundError when the wanted one is not there."""
    if not wanted:
        return imageio_ffmpeg.get_ffmpeg_exe()
    found = shutil.which(wanted)
    if found is None:
        raise FileNotFoundError(f"FFMPEG is {wanted!r}, but there is no such program.")
    return found


@lru_cache
def filters(program: str) -> frozenset[str]:
    """Return the names of the filters built into `program`."""
    listing = subprocess.run(
        [program, "-hide_banner", "-filters"], capture_output=True, text=True, timeout=20, check=True
    )
    rows = [line.split() for line in listing.stdout.splitlines()]
    return frozenset(row[1] for row in rows if len(row) > 2 and "->" in row[2])


def can_tone_map(program: str) -> bool:
    """Whether `program` can turn HDR into SDR."""
    return {"zscale", "tonemap"} <= filters(program)


@lru_cache
def without_network() -> tuple[str, ...]:
    """Return the words that start a program in an empty network namespace; none where the machine forbids it."""
    unshare, true = shutil.which("unshare"), shutil.which("true")
    if not unshare or not true:
        return ()
    words = (unshare, "-r", "-n", "--")
    tried = subprocess.run([*words, true], stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)
    return words if tried.returncode == 0 else ()
