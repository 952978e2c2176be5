"""Makes a film's source with ffmpeg: its command line, its plates, and the frames that are drawn for it."""

import os
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from wm.demo import scenes, sounds
from wm.demo.films import Film
from wm.demo.scenes import Scene

TIME_LIMIT = 300  # seconds; the slowest takes a few when nothing else runs
BITS = 3.7  # a second for each pixel: below what the ladder grants a film of that size, so that it may stay as it came
GIVES_WAY = 10  # of the niceness: pages come first, but a new film before the higher rungs of an old one


class NotMade(RuntimeError):
    """ffmpeg refused to make a demo film; the message is its own."""


def make(film: Film, folder: Path, ffmpeg: str) -> Path:
    """Draw `film` with the ffmpeg at that path; returns its MP4 file, which lies in `folder` beside its plates."""
    scene, out = scenes.of(film.slug, film.canvas), folder / f"{film.slug}.mp4"
    for name, plate in scene.plates.items():
        plate().save(folder / f"{name}.png", compress_level=1)
    _run(command(film, scene, ffmpeg, folder=folder, out=out), scene.frames.draw() if scene.frames else ())
    return out


def command(film: Film, scene: Scene, ffmpeg: str, *, folder: str | Path, out: str | Path) -> list[str]:
    """The ffmpeg command line that makes `film` from `scene`, whose plates lie in `folder`."""
    sound = sounds.of(film.slug, film.canvas.seconds)
    maps = ["-map", "[v]", *(("-map", "[a]", "-c:a", "aac", "-b:a", "128k", "-ar", "48000") if sound else ())]
    return [
        *(ffmpeg, "-v", "error", "-y", *_inputs(film, scene, folder)),
        *("-filter_complex", _graph(scene, sound), *maps, "-t", f"{film.canvas.seconds}", "-r", f"{film.canvas.rate}"),
        *(
            "-c:v",
            "libx264",
            "-preset",
            "superfast",
            *_bits(film),
            "-g",
            f"{2 * film.canvas.rate}",
            "-pix_fmt",
            "yuv420p",
        ),
        *("-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", str(out)),
    ]


def _bits(film: Film) -> list[str]:
    """As many as browsers are given anyway, so that the films of the demo play as they come."""
    most = f"{BITS * film.canvas.width * film.canvas.height / 1000:.0f}k"
    return ["-crf", "20", "-maxrate", most, "-bufsize", most]


def _inputs(film: Film, scene: Scene, folder: str | Path) -> list[str]:
    inputs = []
    if frames := scene.frames:
        size, rate = f"{frames.width}x{frames.height}", str(film.canvas.rate)
        inputs += [
            "-f",
            "rawvideo",
            "-pixel_format",
            frames.pixels,
            "-video_size",
            size,
            "-framerate",
            rate,
            "-i",
            "pipe:0",
        ]
    for name in scene.plates:
        inputs += ["-framerate", str(film.canvas.rate), "-i", str(Path(folder, f"{name}.png"))]
    return inputs


def _graph(scene: Scene, sound: str | None) -> str:
    """Picture and sound as one graph, the names of the inputs put into numbers."""
    graph = scene.graph
    names = ["frames"] * bool(scene.frames) + [f"plate:{name}" for name in scene.plates]
    for number, name in enumerate(names):
        graph = graph.replace(f"[{name}]", f"[{number}:v]")
    return f"{graph};{sound}" if sound else graph


def _run(argv: list[str], frames: Iterable[bytes]) -> None:
    """Run ffmpeg with `frames` on its standard input."""
    options = {"stdin": subprocess.PIPE, "start_new_session": True}  # the worker's end is not its own
    with tempfile.TemporaryFile() as said, subprocess.Popen(argv, stderr=said, **options) as process:
        try:
            os.setpriority(os.PRIO_PROCESS, process.pid, GIVES_WAY)
            _feed(process, frames)
            failed = process.wait(TIME_LIMIT)
        except BaseException:
            process.kill()
            raise
        if failed:
            said.seek(0)
            complaint = said.read().decode("utf-8", "replace").strip()
            raise NotMade(f"ffmpeg ended with {failed}. {complaint[-2000:]}")


def _feed(process: subprocess.Popen, frames: Iterable[bytes]) -> None:
    with suppress(BrokenPipeError):  # it has all it needs, or has failed: its return code tells which
        for frame in frames:
            process.stdin.write(frame)
    with suppress(BrokenPipeError):
        process.stdin.close()
