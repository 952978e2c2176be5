"""Films that are encoded in chunks and joined: they must be what one encode makes of them."""

import shutil
from dataclasses import replace

import av
import pytest

from tests.media.senses import numbers
from wm.domains.media import chunks, command, fragments, joining, ladder, probe, recasting, runner, tools
from wm.domains.media.chunks import Chunk

CASES = [
    ("counted.mp4", ""),
    ("counted.mkv", "ffmpeg"),
    ("counted-ntsc.mp4", "ffmpeg"),
    ("counted-uneven.mp4", ""),
    ("counted-open.mp4", ""),
    ("counted-born-ts.mp4", "ffmpeg"),
    ("counted-late.mp4", ""),
]


class Bench:
    """One film, encoded as a whole or in chunks of about 4 s."""

    def __init__(self, source, folder, program):
        self.probe = probe.look(source)
        shop = tools.Workshop(tools.ffmpeg(program if shutil.which(program) else ""), preset="ultrafast")
        self.work = command.Work(source, self.probe, folder, shop)
        (self.rung,) = self.rungs = ladder.rungs(self.probe.width, self.probe.height)
        self.folder = folder

    def encode(self, chunk=None):
        self.run(command.renditions(self.work, self.rungs, with_sound=False, chunk=chunk))
        return self.folder / (chunk.file(self.rung.name) if chunk else f"{self.rung.name}.mp4")

    def run(self, argv):
        ending = runner.run(argv, self.folder, runner.Limits(wall=60, cpu=60))
        assert ending.code == 0, ending.errors


@pytest.mark.parametrize(("name", "program"), CASES)
def test_joined_chunks_are_the_film_that_one_encode_makes(sources, tmp_path, name, program):
    bench = Bench(sources(name), tmp_path, program)
    cut = chunks.cut(bench.probe, seconds=4)
    assert len(cut) == 3

    parts = [bench.encode(chunk) for chunk in cut]
    joining.join(parts, tmp_path / "joined.mp4")

    whole = bench.encode()
    assert [len(numbers(part)) for part in parts[:-1]] == [chunk.frames for chunk in cut[:-1]]
    assert numbers(tmp_path / "joined.mp4") == numbers(whole)
    assert moments(tmp_path / "joined.mp4") == moments(whole)
    joined = fragments.read(tmp_path / "joined.mp4")
    assert joined.header + sum(f.size for f in joined.fragments) == (tmp_path / "joined.mp4").stat().st_size
    assert joined.seconds == pytest.approx(fragments.read(whole).seconds, abs=0.001)


@pytest.mark.parametrize("name", ["counted.ts", "counted-ntsc.ts", "counted.flv", "counted-plain.avi"])
def test_what_cannot_be_sought_is_recast_and_its_chunks_are_the_film_too(sources, tmp_path, name):
    bench = Bench(sources(name), tmp_path, "")
    assert recasting.suits(bench.probe, 4)
    assert chunks.cut(bench.probe, seconds=4) == []
    whole = bench.encode().rename(tmp_path / "whole.mp4")

    bench.work = recasting.recast(bench.work, bench.run)
    parts = [bench.encode(chunk) for chunk in chunks.cut(bench.work.probe, seconds=4)]
    joining.join(parts, tmp_path / "joined.mp4")

    assert len(parts) == 3
    assert numbers(tmp_path / "joined.mp4") == numbers(whole)
    assert moments(tmp_path / "joined.mp4") == moments(whole)
    assert [each.codec for each in bench.work.probe.sounds] == [each.codec for each in bench.probe.sounds]


@pytest.mark.parametrize("name", ["counted.avi", "twice.ts"])  # no time of showing; times that begin again
def test_what_would_not_be_the_same_film_is_not_recast(sources, tmp_path, name):
    bench = Bench(sources(name), tmp_path, "")

    assert recasting.recast(bench.work, bench.run) is None


def moments(path):
    """When each frame is shown, in ticks."""
    with av.open(str(path)) as film:
        return [frame.pts for frame in film.decode(video=0)]


def test_a_film_of_ten_hours_has_longer_chunks_and_not_more_of_them(sources):
    hours = 10 * 3600.0
    seen = replace(probe.look(sources("counted.mp4")), picture_seconds=hours, key_times=tuple(range(0, int(hours), 2)))

    parts = chunks.cut(seen, 60)

    assert len(parts) == chunks.MOST
    assert sum(part.frames for part in parts) == round(hours * 25)
    assert max(part.frames for part in parts) < 25 * 200


def test_chunks_follow_each_other_and_cover_the_film(sources):
    seen = replace(probe.look(sources("counted-ntsc.mp4")), picture_seconds=3600.0, key_times=tuple(range(0, 3600, 7)))

    cut = chunks.cut(seen)

    assert 55 <= len(cut) <= 61
    assert [chunk.first for chunk in cut[1:]] == [chunk.first + chunk.frames for chunk in cut[:-1]]
    assert cut[0].first == 0
    assert [chunk.is_last for chunk in cut] == [False] * (len(cut) - 1) + [True]
    waste = [float(chunk.first / seen.fps) % 7 for chunk in cut[1:]]
    assert max(waste) < 3.1  # there is a key frame of the film shortly before each


@pytest.mark.parametrize(
    "change",
    [{"picture_seconds": 119.0}, {"key_times": ()}, {"format": "mpegts"}, {"is_edited": True}, {"keyframe_gap": None}],
)
def test_what_cannot_be_cut_is_not(sources, change):
    seen = replace(probe.look(sources("counted.mp4")), picture_seconds=150.0, key_times=tuple(range(0, 150, 2)))

    assert chunks.cut(seen)
    assert chunks.cut(replace(seen, **change)) == []


# -- joining


@pytest.fixture(scope="module")
def part(sources, tmp_path_factory):
    return Bench(sources("counted.mp4"), tmp_path_factory.mktemp("part"), "").encode(Chunk(25, 60))


def test_fragments_of_a_joined_file_are_numbered_through(part, tmp_path):
    joining.join([part, part], tmp_path / "twice.mp4")

    content = (tmp_path / "twice.mp4").read_bytes()
    found = []
    at = content.find(b"mfhd")
    while at >= 0:
        time = content.find(b"tfdt", at) + 8
        found.append((int.from_bytes(content[at + 8 : at + 12]), int.from_bytes(content[time : time + 8])))
        at = content.find(b"mfhd", at + 1)
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    assert sorted(time for _, time in found) == [time for _, time in found]
    assert numbers(tmp_path / "twice.mp4") == 2 * numbers(part)


def test_parts_of_another_kind_are_not_joined(sources, part, tmp_path):
    other = Bench(sources("silent.mp4"), tmp_path, "").encode()

    for strange in ([part, other], [part, sources("silent.mp4")], []):
        with pytest.raises(ValueError):
            joining.join(strange, tmp_path / "joined.mp4")
