"""Sounds that somebody plays; each takes the film's seconds and gives chains of audio graph."""

from wm.demo import score
from wm.demo.instruments import BOX, KALIMBA, KEYS, MARIMBA, STRING, every, knocks, pad, played, scattered
from wm.demo.score import Note, melody


def sunflower(s: float) -> list[str]:
    return pad((130.81, 196.0), 0.05) + played(
        melody("c4 g4 e5 - a4 d5 - g4 e4 c5 g5 - d5 a4 - e5 g4 c5 - d5 e5 - g4 a4 -", 0.42), STRING, loud=0.2
    )


def carpet(s: float) -> list[str]:
    line = "c4 c5 g4 c5 e4 c5 g4 e5 a3 a4 e4 a4 c4 a4 e4 c5 f3 f4 c4 f4 a3 f4 c4 a4 g3 g4 d4 g4 b3 g4 d4 b4"
    return pad((65.41, 130.81), 0.06) + played(melody(line, 0.33), MARIMBA, length=1.2, loud=0.32)


def lamps(s: float) -> list[str]:
    return pad((110.0, 164.81), 0.06, 0.17) + played(
        scattered(42, s, 1 / 6, (12, 14, 17, 19, 21, 24, 26, 29), 0.55), KALIMBA, length=1.0, loud=0.15
    )


def cloth(s: float) -> list[str]:
    loom = knocks(every(0.75, s), 1, hertz=420, loud=1.1, tail=26) + knocks(
        every(0.75, s, 0.45), 2, hertz=1400, loud=0.5, tail=60
    )
    return (
        loom
        + pad((98.0, 146.83), 0.05)
        + played(
            melody("d4 - f4 - a4 - g4 f4 d4 - c4 - d4 - - - f4 - g4 - a4 - c5 a4 g4 - f4 - d4 - - -", 0.375),
            STRING,
            loud=0.18,
        )
    )


def quarter_turn(s: float) -> list[str]:
    line = (
        "e4 b4 e5 b4 g4 d5 g4 b4 c4 g4 e5 c5 d4 a4 f+4 a4 "
        "e4 b4 e5 g5 g4 d5 b4 d5 c4 g4 c5 e5 d4 a4 d5 f+5 e4 b4 e5 b4 g4 d5 g4 b4 e4"
    )
    return played(melody(line, 0.25), MARIMBA, length=1.2, loud=0.3) + pad((82.41, 123.47), 0.05)


def kolam(s: float) -> list[str]:
    tanpura = played(melody("g3 c4 c4 c3 - " * 4, 0.8), STRING, loud=0.22, length=3.5)
    return tanpura + played(
        melody("- - - - c5 - d5 e5 - g5 - e5 d5 - c5 - - a4 - c5 - d5 - c5 - g4 - - a4 - c5 - - -", 0.42),
        STRING,
        loud=0.17,
    )


def bandhani(s: float) -> list[str]:
    drum = played(
        [Note(at, -16 if i % 4 else -19) for i, at in enumerate(every(0.36, s))], MARIMBA, length=0.6, loud=0.5
    )
    shaker = knocks(every(0.18, s), 3, hertz=5200, loud=0.22, tail=55)
    return (
        drum
        + shaker
        + played(
            melody("d5 - a4 b4 - d5 e5 - f+5 - e5 d5 - b4 a4 - d5 - e5 f+5 - a5 - f+5 e5 - d5 - b4 - a4 -", 0.36),
            KALIMBA,
            loud=0.24,
        )
    )


def caramel(s: float) -> list[str]:
    chords = "f3,c4,e4,a4 - - - - - e3,b3,d4,g4 - - - - - d3,a3,c4,f4 - - - - - g3,b3,d4,f4 - - - - - c3,g3,b3,e4 - - -"
    return played(melody(chords, 0.4), KEYS, length=3.4, loud=0.16) + played(
        melody("- - a4 - c5 - - - g4 - b4 - - - f4 - a4 - - - b4 - d5 - - - e5 - - -", 0.4), KEYS, loud=0.1
    )


def music_box(s: float) -> list[str]:
    return played(score.BOX, BOX, length=2.6, loud=0.22)


def kalimba(s: float) -> list[str]:
    return played(score.KALIMBA, KALIMBA, length=1.8, loud=0.34)


def bowl(s: float) -> list[str]:
    partials = "+".join(
        f"{a}*exp(-{d}*mod(t,6))*sin(2*PI*{f}*t)*(0.72+0.28*sin(2*PI*{b}*t))"
        for f, a, d, b in ((196, 0.5, 0.16, 0.8), (530, 0.3, 0.28, 1.3), (1010, 0.14, 0.5, 2.1), (98, 0.2, 0.1, 0.4))
    )
    return [f"aevalsrc='0.5*min(mod(t,6)*30,1)*({partials})':s=32000"]


def voices(s: float) -> list[str]:
    tones = "+".join(
        f"(0.6+0.4*sin(2*PI*{0.09 + i * 0.03:.2f}*t+{i}))*(sin(2*PI*{f}*t)+0.3*sin(4*PI*{f}*t))"
        for i, f in enumerate((96, 144, 192, 240))
    )
    return [f"aevalsrc='0.13*min(t,1)*({tones})':s=32000"]


def riso(s: float) -> list[str]:
    press = knocks(every(0.8, s), 7, hertz=160, loud=1.3, tail=18) + knocks(
        every(0.8, s, 0.42), 8, hertz=2600, loud=0.3, tail=12
    )
    return press + played(
        melody("e4,g4,b4 - - - c4,e4,g4 - - - a3,c4,e4 - - - d4,f+4,a4 - -", 0.8), KEYS, length=3.2, loud=0.15
    )
