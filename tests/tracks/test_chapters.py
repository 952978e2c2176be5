"""Chapters from the times in a description: only where they are meant as chapters."""

import pytest

from tests.films import film
from wm.domains import content
from wm.domains.tracks import chapters

GOOD = "A film.\n0:00 Winter\n1:05 – Monsoon\n(1:00:10) Silt & sand\nThanks."


def piece(ada, words, seconds=7200):
    return content.draft(ada, "River", description=words, film=film(duration_ms=1000 * seconds))


def test_lines_that_begin_with_times_are_chapters(ada):
    assert [tuple(each) for each in chapters.of(piece(ada, GOOD))] == [
        (0, "Winter", 65),
        (65, "Monsoon", 3610),
        (3610, "Silt & sand", 7200.0),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "0:00 Winter\n1:05 Monsoon",  # two only
        "0:01 Winter\n1:05 Monsoon\n2:00 Silt",  # do not begin at the beginning
        "0:00 Winter\n1:05 Monsoon\n1:04 Silt",  # go back
        "0:00 Winter\n0:04 Monsoon\n1:04 Silt",  # too short
        "0:00 Winter\n1:05\n2:00 Silt",  # without a name
        "0:00 Winter\n1:05 Monsoon\n2:00:00 Silt",  # after the end
        "Winter 0:00, monsoon 1:05, silt 2:00",  # in a sentence
    ],
)
def test_what_is_not_meant_as_chapters_is_none(ada, words):
    assert chapters.of(piece(ada, words)) == []


def test_what_the_maker_typed_wins(ada):
    mine = piece(ada, GOOD)

    chapters.write(mine, "0:00 One\n0:30 Two\n1:00 Three")
    assert [each.name for each in chapters.of(mine)] == ["One", "Two", "Three"]

    chapters.write(mine, " ")
    assert [each.name for each in chapters.of(mine)] == ["Winter", "Monsoon", "Silt & sand"]


def test_chapters_that_begin_after_the_end_of_a_shorter_file_are_not_there(ada):
    words = "0:00 Winter\n0:10 Monsoon\n0:20 Silt\n1:00 Sea"

    assert [(each.at, each.ends) for each in chapters.of(piece(ada, words, seconds=40))] == [
        (0, 10),
        (10, 20),
        (20, 40),
    ]
    with pytest.raises(chapters.BadChapters):
        chapters.write(piece(ada, "", seconds=40), words)
