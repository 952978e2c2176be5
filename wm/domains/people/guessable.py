"""Passwords that a stranger would try first: common ones, patterns on the keyboard, and one's own name.

The idea of refusing those, and nothing else but short ones, is NIST SP 800-63B-4, section 3.1.1.2."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

FEWEST_LETTERS_OF_ITS_OWN = 6
LONGEST_UNIT_OF_A_PATTERN = 4
WALKED = 0.7
AS_LETTERS = str.maketrans("@4031!5$7€", "aaoeiisste")
UNSHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
ROWS = ("1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm")
KEYPAD = ("789", "456", "123", "0")
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def is_common(password: str) -> bool:
    """Whether `password` is on the list of common ones, in any of its usual disguises, or is a mere pattern."""
    return any(form in _common() or _repeats(form) or _walks(form) for form in _guises(password))


def is_about(password: str, own: Iterable[str]) -> bool:
    """Whether little of `password` is left without the person's own words (handle, name, address)."""
    rest = _bare(_fold(password))
    words = {_bare(_fold(part)) for text in own for part in (text, *re.split(r"[\W_]+", text))}
    found = sorted((word for word in words if len(word) >= 3 and word in rest), key=len, reverse=True)
    for word in found:
        rest = rest.replace(word, "")
    return bool(found) and len(rest.strip("0123456789")) < FEWEST_LETTERS_OF_ITS_OWN


@cache
def _common() -> frozenset[str]:
    text = Path(__file__).with_name("common.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(_bare(word) for line in lines for word in line.split())


def _guises(password: str) -> Iterator[str]:
    folded = _fold(password)
    yield folded.translate(UNSHIFTED)
    for form in (folded, folded.translate(AS_LETTERS), folded.rstrip("0123456789!?.#*_-@$").translate(AS_LETTERS)):
        bare = _bare(form)
        yield bare
        yield bare.strip("0123456789")


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _repeats(form: str) -> bool:
    for size in range(1, len(form) // 2 + 1):
        unit = form[:size]
        if (unit * (len(form) // size + 1))[: len(form)] == form:
            return size <= LONGEST_UNIT_OF_A_PATTERN or unit in _common()
    return False


def _walks(form: str) -> bool:
    steps = [_is_step(one, other) for one, other in zip(form, form[1:], strict=False)]
    return len(steps) >= 5 and sum(steps) / len(steps) >= WALKED


@cache
def _is_step(one: str, other: str) -> bool:
    if one == other or (one in ALPHABET and other in ALPHABET and abs(ord(one) - ord(other)) == 1):
        return True
    return _are_neighbours(one, other, ROWS) or _are_neighbours(one, other, KEYPAD)


def _are_neighbours(one: str, other: str, rows: tuple[str, ...]) -> bool:
    here, there = _place(one, rows), _place(other, rows)
    return bool(here and there) and abs(here[0] - there[0]) <= 1 and abs(here[1] - there[1]) <= 1


def _place(character: str, rows: tuple[str, ...]) -> tuple[int, int] | None:
    return next(((row, keys.index(character)) for row, keys in enumerate(rows) if character in keys), None)
