"""Which encoder writes H.264 here: x264, or that of a graphics card when it has shown that it can."""

import logging
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

from wm.domains.media import fragments
from wm.domains.media.ladder import Rung

SOFTWARE = "libx264"
HARDWARE = ("h264_nvenc", "h264_qsv", "h264_vaapi", "h264_videotoolbox")
CRF = 23
GOP_SECONDS = 2
ADDRESS_SPACE = 1024**4  # bytes: drivers of cards map far more than they use
VAAPI_DEVICE = "/dev/dri/renderD128"
TRIAL = Rung(240, 320, 240, 300_000, 450_000)
TRIAL_SECONDS, TRIAL_FPS, PATIENCE = 3, 30, 30
OWN = {
    "h264_nvenc": {"preset": "p4", "rc": "vbr", "cq": 26, "forced-idr": 1, "no-scenecut": 1, "profile:v": "high"},
    "h264_qsv": {"preset": "medium", "global_quality": 25, "forced_idr": 1, "profile:v": "high"},
    "h264_vaapi": {"profile:v": "high"},
    "h264_videotoolbox": {"profile:v": "high"},
}
log = logging.getLogger(__name__)


@lru_cache
def chosen(program: str, wanted: str = "") -> str:
    """Return the encoder to use with `program`: `wanted` is "" (x264), "auto" (the first that works) or a name.

    One that can't write three seconds which can be read back is not used, whoever wants it."""
    tried = HARDWARE if wanted == "auto" else [name for name in HARDWARE if name == wanted]
    found = next((name for name in tried if works(program, name)), SOFTWARE)
    if wanted and found == SOFTWARE:
        log.warning("ENCODE_GPU is %r, but no such encoder works here: films are encoded by %s", wanted, SOFTWARE)
    return found


def coding(encoder: str, rung: Rung, fps: float, preset: str, threads: int) -> dict:
    """Return the options of `encoder` for `rung`: rates capped alike, and a key frame every 2 s whichever it is."""
    shared = {
        "vcodec": encoder,
        "maxrate": rung.peak,
        "bufsize": 2 * rung.target,
        "g": max(2, round(fps * GOP_SECONDS * 2)),  # only a ceiling: the next line places the key frames
        "force_key_frames": f"expr:gte(t,n_forced*{GOP_SECONDS})",
        "threads": threads,
    }
    if encoder == SOFTWARE:
        return {**shared, "preset": preset, "profile:v": "high", "crf": CRF, "sc_threshold": 0}
    return {**shared, "b:v": rung.target, **OWN[encoder]}


def words(encoder: str) -> tuple[str, ...]:
    """Return what ffmpeg must be told before everything else."""
    return ("-vaapi_device", VAAPI_DEVICE) if encoder == "h264_vaapi" else ()


def uploaded(picture, encoder: str):
    """Return `picture` where the encoder takes it from: VA-API's from the card's own memory."""
    return picture.filter("format", "nv12").filter("hwupload") if encoder == "h264_vaapi" else picture


def works(program: str, encoder: str) -> bool:
    """Whether `program` writes three seconds with `encoder` that break at their key frames and decode without a word."""
    with tempfile.TemporaryDirectory(prefix="wm-encoder-") as folder:
        path = Path(folder) / "trial.mp4"
        try:
            _run([program, *_trial(encoder), str(path)])
            said = _run([program, "-v", "error", "-i", str(path), "-f", "null", "-"])
            track = fragments.read(path)
        except (OSError, subprocess.SubprocessError, ValueError, KeyError):
            return False
    lengths = [round(fragment.seconds, 1) for fragment in track.fragments]
    return not said and lengths == [2.0, 1.0]


def _trial(encoder: str) -> list[str]:
    source = f"testsrc2=s={TRIAL.width}x{TRIAL.height}:r={TRIAL_FPS}:d={TRIAL_SECONDS}"
    up = ["-vf", "format=nv12,hwupload"] if encoder == "h264_vaapi" else ["-pix_fmt", "yuv420p"]
    options = coding(encoder, TRIAL, TRIAL_FPS, "veryfast", 1).items()
    told = [word for name, value in options for word in (f"-{name}", str(value))]
    cut = ["-f", "mp4", "-movflags", "+cmaf+empty_moov+default_base_moof+frag_keyframe+skip_trailer"]
    return ["-v", "error", "-y", *words(encoder), "-f", "lavfi", "-i", source, *up, *told, *cut]


def _run(argv: list[str]) -> bytes:
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=True)
    return done.stderr
