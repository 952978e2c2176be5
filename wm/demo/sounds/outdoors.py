"""Sounds with air around them; each takes the film's seconds and gives chains of audio graph."""

from wm.demo.instruments import BELL, DROP, KEYS, STRING, every, knocks, pad, played, scattered, wind
from wm.demo.score import melody


def dunes(s: float) -> list[str]:
    return (
        wind(9, low=140, high=700, loud=0.9, gust=0.09)
        + pad((55.0, 82.41, 123.47), 0.08, 0.06)
        + played(melody("- - e4 - - b4 - - a4 - - - e4 - - d4 - -", 0.75), STRING, loud=0.14, length=3)
    )


def isobars(s: float) -> list[str]:
    return (
        wind(4, low=1500, high=7000, loud=0.34, gust=0.16)
        + wind(8, low=30, high=110, loud=1.6, gust=0.21)
        + pad((69.3, 103.83, 155.56), 0.05, 0.12)
    )


def lichen(s: float) -> list[str]:
    return pad((98.0, 146.83, 220.0), 0.05, 0.1) + played(
        scattered(8, s, 0.31, (31, 33, 36, 38, 43), 0.5), DROP, length=0.6, loud=0.3
    )


def aurora(s: float) -> list[str]:
    return (
        pad((73.42, 110.0, 164.81, 220.0), 0.06, 0.07)
        + wind(5, low=900, high=4200, loud=0.16)
        + played(melody("a5 - - - - e5 - - - - - b5 - - - - d5 - - -", 0.7), BELL, loud=0.06, length=4)
    )


def star_trails(s: float) -> list[str]:
    near = "0.020*sin(2*PI*4180*t)*gt(sin(2*PI*17*t),0.2)*gt(sin(2*PI*0.9*t),0.1)"
    far = "0.014*sin(2*PI*3720*t)*gt(sin(2*PI*14*t),0.3)*gt(sin(2*PI*0.63*t+2),0.2)"
    crickets = f"aevalsrc='{near}+{far}':s=32000"
    chimes = played(scattered(3, s, 1.4, (19, 24, 26, 31), 0.9), BELL, loud=0.08, length=4)
    return [crickets, *pad((87.31, 130.81, 196.0), 0.07, 0.06), *chimes]


def night_train(s: float) -> list[str]:
    rails = [at + d for at in every(1.06, s) for d in (0, 0.17, 0.53, 0.70)]
    return (
        knocks(rails, 6, hertz=240, loud=0.9, tail=34)
        + wind(14, low=40, high=220, loud=1.1, gust=0.3)
        + pad((73.42, 110.0, 174.61), 0.05, 0.08)
    )


def zellige(s: float) -> list[str]:
    oud = melody(
        "d4 - e-4 - d4 - a3 - d4 f+4 g4 - f+4 - d4 - a4 - g4 f+4 g4 - a4 - c5 - a4 - d4 - -".replace("e-4", "d+4"), 0.36
    )
    return played(oud, STRING, loud=0.26) + wind(17, low=1800, high=6000, loud=0.16, gust=0.5) + pad((73.42,), 0.05)


def seahorse(s: float) -> list[str]:
    return pad((65.41, 98.0, 146.83), 0.13) + played(
        scattered(2, s, 0.5, (24, 26, 29, 31, 36, 38), 0.6), BELL, loud=0.07
    )


def indigo(s: float) -> list[str]:
    return (
        wind(12, low=200, high=1300, loud=0.55, gust=0.4)
        + pad((82.41, 123.47, 185.0), 0.05)
        + played(scattered(5, s, 0.8, (16, 19, 23, 28), 0.8), BELL, loud=0.1)
    )


def broth(s: float) -> list[str]:
    bubbles = played(scattered(21, s, 0.17, (0, 3, 5, 8, 10, 12), 0.6), DROP, length=0.5, loud=0.3)
    return (
        bubbles
        + pad((87.31, 110.0, 130.81), 0.05)
        + played(melody("f4,a4 - - - d4,f4 - - - g4,b4 - - - c4,e4 - - - f4,a4 - -", 0.55), KEYS, loud=0.12)
    )
