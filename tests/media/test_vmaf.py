"""The ruler of the bench: how good a rendition looks."""

import _vmaf
import pytest

from wm.domains.media import command, probe, tools


@pytest.mark.once
def test_what_is_encoded_better_is_rated_better(on_bench):
    if "libvmaf" not in tools.filters(tools.ffmpeg()):
        pytest.skip("this ffmpeg has no libvmaf")
    made = on_bench("good.mp4")
    argv = command.renditions(made.work, made.rungs, with_sound=False)
    made.run([word if word != "23" else "45" for word in argv])

    poor, same = made.out("v180.mp4"), made.work.source
    assert _vmaf.vmaf(same, same, 0.5, 0.7) > 95 > 80 > _vmaf.vmaf(same, poor, 0.5, 0.7)
    assert probe.measure(poor)[0].height == 180


def test_an_ffmpeg_that_cannot_measure_says_so(sources, monkeypatch):
    monkeypatch.setattr(tools, "filters", lambda program: frozenset())

    assert _vmaf.vmaf(sources("good.mp4"), sources("good.mp4")) is None
