"""Public ids: as long as asked, of letters that nobody mistakes, each as likely as any other."""

from collections import Counter

import pytest

from wm.kernel import ids


@pytest.mark.parametrize("length", [1, 11, 22, 64])
def test_an_id_is_as_long_as_asked(length):
    assert len(ids.new(length)) == length
    assert set(ids.new(length)) <= set(ids.ALPHABET)


def test_every_letter_is_as_likely_as_any_other():
    every_byte = bytes(range(256)).translate(ids.LETTERS, ids.UNEVEN).decode()

    assert Counter(every_byte) == dict.fromkeys(ids.ALPHABET, 4)


def test_no_two_are_the_same():
    assert len({ids.new() for _ in range(10_000)}) == 10_000
