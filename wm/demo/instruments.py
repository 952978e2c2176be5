"""Sound from formulas: each function writes a piece of ffmpeg audio graph, without labels at its ends."""

import random
from collections.abc import Iterable, Sequence

from wm.demo.score import Note

# Formulas in t (seconds) and F (hertz); partials and decay times by ear.
BOX = "exp(-3.2*t)*(sin(2*PI*F*t)+0.40*exp(-5*t)*sin(2*PI*2.756*F*t)+0.12*exp(-12*t)*sin(2*PI*5.404*F*t))"
KALIMBA = "exp(-3.4*t)*(sin(2*PI*F*t)+0.22*exp(-22*t)*sin(2*PI*5.4*F*t)+0.10*sin(2*PI*2*F*t))"
MARIMBA = "exp(-6.5*t)*(sin(2*PI*F*t)+0.28*exp(-16*t)*sin(2*PI*3.93*F*t))"
STRING = (
    "exp(-2.4*t)*(sin(2*PI*F*t)+0.5*exp(-1.5*t)*sin(4*PI*F*t)+0.33*exp(-3*t)*sin(6*PI*F*t)+0.2*exp(-5*t)*sin(8*PI*F*t))"
)
KEYS = "exp(-1.3*t)*sin(2*PI*F*t+0.9*exp(-2.5*t)*sin(2*PI*F*t))*(0.85+0.15*sin(9*t))"
BELL = "exp(-0.9*t)*(sin(2*PI*F*t)+0.5*exp(-1.2*t)*sin(2*PI*2.41*F*t)+0.25*exp(-2.6*t)*sin(2*PI*3.98*F*t))"
DROP = "exp(-14*t)*sin(2*PI*F*(t+1.6*t*t))"


def played(notes: Iterable[Note], formula: str, *, length: float = 2.4, loud: float = 0.3) -> list[str]:
    """One chain a note: `formula` for `length` seconds, from the note's time on."""
    return [
        f"aevalsrc='{loud}*min(t*240,1)*{formula.replace('F', str(note.hertz))}':s=32000:d={length}"
        f",adelay={round(note.at * 1000)}"
        for note in notes
    ]


def pad(hertz: Sequence[float], loud: float = 0.08, breath: float = 0.11) -> list[str]:
    """A held chord, two slightly different voices to each tone, that swells `breath` times a second."""
    voices = "+".join(
        f"(0.7+0.3*sin(2*PI*{breath}*t+{i * 1.3:.1f}))"
        f"*(sin(2*PI*{f}*t)+0.7*sin(2*PI*{f * 1.0035:.3f}*t)+0.2*sin(4*PI*{f}*t))"
        for i, f in enumerate(hertz)
    )
    return [f"aevalsrc='{loud}*min(t/1.2,1)*({voices})':s=32000"]


def wind(seed: int, *, low: int = 120, high: int = 900, loud: float = 0.5, gust: float = 0.13) -> list[str]:
    """Noise between two pitches that comes and goes: wind, surf, rain."""
    swell = f"volume='{loud}*(0.62+0.38*sin(2*PI*{gust}*t+{seed}))':eval=frame"
    return [f"anoisesrc=c=pink:r=32000:seed={seed},highpass=f={low},lowpass=f={high},{swell}"]


def knocks(times: Iterable[float], seed: int, *, hertz: int = 900, loud: float = 1.0, tail: float = 30) -> list[str]:
    """Short bursts of coloured noise: wood, skin, rails."""
    hits = "+".join(f"gte(t,{at:.3f})*exp(-{tail}*(t-{at:.3f})*gte(t,{at:.3f}))*lt(t,{at + 0.5:.3f})" for at in times)
    return [f"aevalsrc='{loud}*({hits or 0})*(random(0)*2-1)':s=16000,bandpass=f={hertz}:w={hertz}"]


def scattered(seed: int, seconds: float, step: float, pitches: tuple[int, ...], share: float = 0.7) -> list[Note]:
    """Notes of `pitches` thrown onto a grid of `step` seconds, which they fill to `share`."""
    chance = random.Random(seed)
    places = [0.15 + i * step for i in range(int((seconds - 1.2) / step))]
    return [Note(round(at, 3), chance.choice(pitches)) for at in places if chance.random() < share]


def every(beat: float, seconds: float, at: float = 0.2) -> list[float]:
    """The times of a steady beat, the first `at` seconds in."""
    return [at + i * beat for i in range(int((seconds - at - 0.4) / beat))]


def mixed(chains: Sequence[str], seconds: float, *, gain: float) -> str:
    """All chains in one room, `gain` decibels up, faded at both ends: a graph that ends in [a]."""
    labels = [f"[tone{i}]" for i in range(len(chains))]
    parts = ";".join(
        f"{chain},aformat=sample_rates=32000:channel_layouts=mono{label}"
        for chain, label in zip(chains, labels, strict=True)
    )
    room = (
        "asplit[near][far];[near]aecho=0.85:0.75:61|113|197:0.30|0.22|0.15[left];"
        "[far]aecho=0.85:0.75:73|131|223:0.30|0.22|0.15[right];[left][right]join=inputs=2:channel_layout=stereo"
    )
    ends = f"afade=d=0.3,afade=t=out:st={max(seconds - 1.2, 0):.2f}:d=1.2"
    return (
        f"{parts};{''.join(labels)}amix=inputs={len(chains)}:normalize=0,apad,atrim=end={seconds},{room},"
        f"volume={gain}dB,alimiter=limit=0.84:level=0,{ends},aresample=48000,asetnsamples=1024:p=0[a]"
    )
