"""How large pictures are, as the header of a file of ours says."""

from contextlib import suppress

import pytest

from wm.domains.media import command, errors, fragments, judging, sps
from wm.domains.media.ladder import Rung

SIZES = [(640, 360), (854, 480), (1920, 1080), (202, 360), (16, 16), (358, 200)]


@pytest.mark.parametrize("size", SIZES)
def test_the_size_is_the_one_that_was_ordered(on_bench, size):
    made = on_bench("good.mp4")
    rung = Rung(360, *size, 700_000, 1_050_000)

    made.run(command.renditions(made.work, [rung], with_sound=False))

    assert fragments.read(made.out("v360.mp4")).size == size


def test_what_is_not_of_the_size_that_was_ordered_is_refused(on_bench):
    made = on_bench("good.mp4")
    rung = made.rungs[0]
    made.run(command.renditions(made.work, [rung], with_sound=True))
    path, sound = made.out(f"{rung.name}.mp4"), made.out("audio.mp4")

    assert list(judging.pictures({path: (rung.width, rung.height)})) == [path]
    for wrong in ({path: (rung.width + 2, rung.height)}, {path: (rung.height, rung.width)}, {sound: (640, 360)}):
        with pytest.raises(errors.Unencodable):
            judging.pictures(wrong)


def test_a_set_that_is_cut_off_is_never_read_as_another_size(on_bench):
    made = on_bench("good.mp4")
    made.run(command.renditions(made.work, made.rungs[:1], with_sound=False))
    track = fragments.read(made.out(f"{made.rungs[0].name}.mp4"))

    read = []
    for length in range(len(track.avcc) + 1):
        with suppress(ValueError):
            read.append(sps.size(track.avcc[:length]))

    assert set(read) == {track.size}
    assert len(read) < len(track.avcc) - 15
