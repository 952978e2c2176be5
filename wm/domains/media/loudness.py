"""How loud a film is, and how much louder or softer to make it so that films follow each other evenly.

Measured by EBU R 128 (ITU-R BS.1770); corrected by one plain gain for the whole film, which leaves its dynamics alone."""

import re
from dataclasses import dataclass

TARGET = -14.0  # LUFS, where the large platforms play
CEILING = -1.0  # dBTP
MOST = 20.0  # dB by which a film is raised; a film that is softer than that has silence in mind
ENOUGH = 1.0  # LU that nobody hears
SILENCE = -60.0  # LUFS

SUMMARY = re.compile(r"\[Parsed_ebur128_(\d+) @ [^\]]*\] Summary:(.*?)Peak: +(-?[\d.]+|-?inf) dBFS", re.DOTALL)
INTEGRATED = re.compile(r"I: +(-?[\d.]+) LUFS")


@dataclass(frozen=True)
class Loudness:
    """Integrated loudness in LUFS and true peak in dBTP (-inf: digital silence)."""

    integrated: float
    true_peak: float


def parse(said: str) -> list[Loudness]:
    """Return what ffmpeg `said` of each sound that it measured, in their order.

    A filter that was set up twice speaks twice: the last word counts."""
    found = {int(number): _loudness(text, peak) for number, text, peak in SUMMARY.findall(said)}
    return [found[number] for number in sorted(found)]


def _loudness(text: str, peak: str) -> Loudness:
    integrated = INTEGRATED.search(text)
    return Loudness(float(integrated[1]) if integrated else SILENCE, float(peak))


def gain(loudness: Loudness, target: float = TARGET) -> float:
    """Return by how many dB to raise (or lower) a sound: 0 for silence, for what is near enough, or has no room left."""
    wanted = target - loudness.integrated
    if loudness.integrated <= SILENCE or abs(wanted) <= ENOUGH:
        return 0.0
    return round(wanted, 1) if wanted < 0 else max(0.0, _floored(min(wanted, MOST, CEILING - loudness.true_peak)))


def _floored(decibels: float) -> float:
    """In whole tenths, never above what there is room for."""
    return int(decibels * 10) / 10
