"""Notes: heard in sounds.py, and for the music box seen in scenes/music.py."""

from dataclasses import dataclass

_STEPS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}


@dataclass(frozen=True)
class Note:
    """A tone that begins `at` seconds, `pitch` semitones above the C of 130.8 Hz."""

    at: float
    pitch: int

    @property
    def hertz(self) -> float:
        return round(130.8128 * 2 ** (self.pitch / 12), 3)


def melody(text: str, beat: float, lead: float = 0.2) -> list[Note]:
    """`text` as notes, one to a `beat` (seconds) after `lead`.

    c4 is a tone, c+4 a sharp, - a rest; c4,e4 sound together."""
    notes = []
    for step, names in enumerate(text.split()):
        notes += [Note(round(lead + step * beat, 4), pitch(name)) for name in names.split(",") if name != "-"]
    return notes


def pitch(name: str) -> int:
    """Semitones above c3 of a name such as a4 or c+5."""
    return _STEPS[name[0]] + ("+" in name) + 12 * (int(name[-1]) - 3)


BOX = [
    *melody(
        "c5 e5 g5 b5 a5 g5 e5 d5 a4 c5 e5 g5 f5 e5 c5 b4 f4 a4 c5 e5 g5 e5 c5 a4 g4 b4 d5 f5 e5 d5 b4 g4 "
        "c5 g4 e5 c5 g5 e5 b5 g5 a4 e5 c5 a5 e5 c6 b5 a5 d5 a4 f5 d5 c5",
        beat=0.36,
    ),
    *melody("c4 - g4 - a3 - e4 - f3 - c4 - g3 - d4 - c4 - g4 - a3 - e4 - d4 -", beat=0.72),
]
KALIMBA = melody(
    "a3 e4 a4 c5 b4 a4 e4 g4 f3 c4 a4 c5 d5 c5 a4 e4 c4 g4 c5 e5 d5 c5 g4 e4 "
    "g3 d4 b4 d5 e5 d5 b4 g4 a3 e4 a4 c5 e5 a5 g5 e5 f3 c4 a4 f5",
    beat=0.3,
)
