"""The films that bin/bench media encodes, made by ffmpeg's own generators."""

import subprocess
from pathlib import Path

from wm.domains import media

RATE = ("-b:v", "10M", "-maxrate", "12M", "-bufsize", "20M")
ONE_GOP = ("-g", "600", "-keyint_min", "600", "-sc_threshold", "0")  # nobody can jump in it, so it is not copied
SOUND = "sine=f=220:beep_factor=4"
FINAL = ("-pix_fmt", "yuv420p", "-movflags", "+faststart")


def _moving(size: str, fps: int = 30) -> str:
    return f"testsrc2=s={size}:r={fps},noise=alls=12:allf=t"


def usual(folder: Path, seconds: int) -> Path:
    """1080p of moving shapes and noise near 10 Mbit/s, with key frames too far apart to be copied."""
    return _made(folder / "usual.mp4", _moving("1920x1080"), seconds, ("-preset", "veryfast", *RATE, *ONE_GOP))


def ultra_hd(folder: Path, seconds: int) -> Path:
    """4K, as cameras write it."""
    coding = ("-preset", "ultrafast", "-b:v", "40M", *ONE_GOP)
    return _made(folder / "4k.mp4", _moving("3840x2160"), seconds, coding)


def phone(folder: Path, seconds: int) -> Path:
    """1080p that says it was held upright, as phones do."""
    flat = _made(folder / "flat.mp4", _moving("1920x1080"), seconds, ("-preset", "ultrafast", *RATE, "-g", "30"))
    turned = folder / "phone.mov"
    _run("-display_rotation", "90", "-i", str(flat), "-c", "copy", str(turned))
    flat.unlink()
    return turned


def small(folder: Path, seconds: int) -> Path:
    """720p that is to be encoded in parts: key frames often enough to be sought, a frame format that is not copied."""
    coding = ("-preset", "ultrafast", "-b:v", "6M", "-g", "60", "-pix_fmt", "yuv422p")
    return _made(folder / "parts.mp4", _moving("1280x720"), seconds, coding)


def talk(folder: Path, minutes: int) -> Path:
    """1080p near 3 Mbit/s that browsers play as it is: half a minute, again and again."""
    coding = ("-preset", "ultrafast", "-b:v", "3M", "-maxrate", "4M", "-bufsize", "6M", "-g", "60")
    once = _made(folder / "once.mp4", "testsrc2=s=1920x1080:r=30", 30, coding)
    again = folder / "talk.mp4"
    _run("-stream_loop", str(2 * minutes - 1), "-i", str(once), "-c", "copy", "-movflags", "+faststart", str(again))
    once.unlink()
    return again


def _made(path: Path, picture: str, seconds: int, coding: tuple[str, ...]) -> Path:
    inputs = ["-f", "lavfi", "-t", str(seconds), "-i", picture, "-f", "lavfi", "-t", str(seconds), "-i", SOUND]
    final = FINAL if "-pix_fmt" not in coding else FINAL[2:]
    _run(*inputs, "-c:v", "libx264", *coding, "-c:a", "aac", "-b:a", "128k", *final, str(path))
    return path


def _run(*words: str) -> None:
    subprocess.run([media.workshop().ffmpeg, "-v", "error", "-y", *words], check=True)
