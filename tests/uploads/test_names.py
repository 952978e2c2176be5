"""File names of strangers: shown, never used."""

import pytest

from wm.domains.uploads import shown, title


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("film.mp4", "film.mp4"),
        ("/home/ada/film.mp4", "film.mp4"),
        ("C:\\films\\river.mov", "river.mov"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb.mp4", "a b.mp4"),
        ("nul\x00byte.mp4", "nul byte.mp4"),
        ("txt\u202egpj.mp4", "txt gpj.mp4"),
        ("   ", ""),
        ("川と火.webm", "川と火.webm"),
        ("x" * 400, "x" * 200),
    ],
)
def test_a_name_is_shown_on_one_line_without_its_path(raw, seen):
    assert shown(raw) == seen


@pytest.mark.parametrize(
    ("name", "first_title"),
    [
        ("how_a_river-remembers.MP4", "How a river remembers"),
        ("IMG.2041.mov", "IMG 2041"),
        ("no ending", "No ending"),
        (".mp4", ""),
        ("", ""),
        ("x" * 300 + ".mkv", "X" + "x" * 99),
    ],
)
def test_a_first_title_is_made_from_the_name(name, first_title):
    assert title(name) == first_title
