"""The animated preview."""

import av
import pytest

from tests.media.senses import numbers
from wm.domains.media import command, preview


@pytest.mark.parametrize(
    ("seconds", "pieces"),
    [
        (100, [(19.5, 1.0), (49.5, 1.0), (79.5, 1.0)]),
        (6, [(0.7, 1.0), (2.5, 1.0), (4.3, 1.0)]),
        (5, [(1.0, 3.0)]),
        (0.5, [(0.0, 0.5)]),
    ],
)
def test_three_places_of_a_film_are_shown(seconds, pieces):
    assert preview.pieces(seconds) == [pytest.approx(piece) for piece in pieces]


@pytest.mark.parametrize("program", ["", "ffmpeg"])
def test_a_preview_is_small_mute_and_starts_at_once(on_bench, program):
    made = on_bench("counted.mp4", program)
    made.run(command.renditions(made.work, made.rungs, with_sound=False))

    (path,) = preview.write(made.work, made.rungs[0], 12.0, made.run)

    content = path.read_bytes()
    assert len(content) < 60_000
    assert content.find(b"moov") < content.find(b"mdat")
    with av.open(str(path)) as film:
        assert [stream.type for stream in film.streams] == ["video"]
        assert film.streams.video[0].average_rate == 15
    seen = numbers(path)
    assert len(seen) == 45
    assert [seen[0] // 25, seen[15] // 25, seen[30] // 25] == [1, 5, 9]  # seconds 1.9, 5.5 and 9.1
