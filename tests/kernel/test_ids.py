"""Public ids: as long as asked, of letters that nobody mistakes, each as likely as any other."""

import secrets
from collections import Counter

import pytest

from wm.kernel import ids


@pytest.mark.parametrize("length", [1, 11, 22, 64])
def test_an_id_is_as_long_as_asked(length):
    assert len(ids.new(length)) == length
    assert set(ids.new(length)) <= set(ids.ALPHABET)


def test_every_letter_is_as_likely_as_any_other(monkeypatch):
    monkeypatch.setattr(secrets, "token_bytes", lambda count: bytes(range(256)))

    assert Counter(ids.new(4 * 58)) == dict.fromkeys(ids.ALPHABET, 4)


def test_no_two_are_the_same():
    assert len({ids.new() for _ in range(10_000)}) == 10_000
