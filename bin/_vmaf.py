"""usage: python bin/_vmaf.py SOURCE RENDITION [--from SECONDS] [--seconds N]

Prints how good a rendition looks beside its source, by VMAF (0 to 100; Netflix's model, which rates pictures as people
do who sit before a television). The rendition is scaled to the source's size, as a player scales it to the screen.
A rendition of a film with bars or another shape than its source can't be judged so."""

import argparse
import json
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from wm.domains.media import ladder, probe, tools

PATIENCE = 1800  # seconds
SUBSAMPLE = 3  # every so many frames are judged: it takes a third of the time and says the same to a tenth


def main(arguments: list[str]) -> int:
    """Measure and print; returns 1 when this ffmpeg can't."""
    parser = argparse.ArgumentParser(prog="bin/_vmaf.py")
    parser.add_argument("source", type=Path)
    parser.add_argument("rendition", type=Path)
    parser.add_argument("--from", dest="start", type=float, default=0.0)
    parser.add_argument("--seconds", type=float, default=10.0)
    asked = parser.parse_args(arguments)
    score = vmaf(asked.source, asked.rendition, asked.start, asked.seconds)
    print("this ffmpeg has no libvmaf" if score is None else f"{score:.2f}")
    return int(score is None)


def vmaf(
    source: Path, rendition: Path, start: float = 0.0, seconds: float = 10.0, program: str | None = None
) -> float | None:
    """Return the mean VMAF of `rendition` over `seconds` from second `start` on; None where ffmpeg can't measure it."""
    program = program or tools.ffmpeg()
    if "libvmaf" not in tools.filters(program):
        return None
    (seen,) = probe.measure(source.absolute())
    with tempfile.TemporaryDirectory(prefix="wm-vmaf-") as folder:
        log = Path(folder) / "vmaf.json"
        subprocess.run(_argv(program, source, rendition, (start, seconds), seen, log), check=True, timeout=PATIENCE)
        return json.loads(log.read_text())["pooled_metrics"]["vmaf"]["mean"]


def _argv(program: str, source: Path, rendition: Path, window: tuple, seen: probe.Probe, log: Path) -> list[str]:
    inputs = []
    for path in (rendition, source):
        inputs += ["-ss", f"{window[0]:.3f}", "-t", f"{window[1]:.3f}", "-i", str(path.absolute())]
    graph = (
        f"[0:v:0]{_evened(seen)},scale={seen.width}:{seen.height}:flags=bicubic,format=yuv420p[seen];"
        f"[1:v:0]{_evened(seen)},scale={seen.width}:{seen.height}:flags=bicubic,format=yuv420p[meant];"
        f"[seen][meant]libvmaf=log_fmt=json:log_path={log}:n_threads=2:n_subsample={SUBSAMPLE}"
    )
    return [program, "-v", "error", "-nostdin", *inputs, "-lavfi", graph, "-f", "null", "-"]


def _evened(seen: probe.Probe) -> str:
    """Frames of both at the same moments, or each would be compared with its neighbour."""
    rate: Fraction = ladder.frame_rate(seen.fps, seen.is_variable)
    return f"fps={rate.numerator}/{rate.denominator}:start_time=0,setpts=N/({rate.numerator}/{rate.denominator})/TB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
