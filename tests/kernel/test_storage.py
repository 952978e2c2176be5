"""Storage: one promise, kept by a folder and by a real S3 API."""

import errno
import shutil

import pytest

from wm.kernel.errors import NotFound
from wm.kernel.storage import FolderStore, StoreFull

pytestmark = pytest.mark.once
MIB = 1024 * 1024


@pytest.fixture(params=["folder", "s3"])
def place(request, tmp_path):
    if request.param == "s3":
        return request.getfixturevalue("s3")
    return FolderStore(tmp_path)


def read(place, key, *span):
    return b"".join(place.open(key, *span))


def test_what_was_put_is_read_whole_and_in_part(place):
    place.put("a/one.bin", b"0123456789", "application/octet-stream")

    assert read(place, "a/one.bin") == b"0123456789"
    assert read(place, "a/one.bin", 3) == b"3456789"
    assert read(place, "a/one.bin", 3, 5) == b"34"
    assert read(place, "a/one.bin", 5, 5) == b""
    assert place.stat("a/one.bin").size == 10


def test_what_is_missing_is_missing(place, tmp_path):
    assert place.stat("nothing") is None
    with pytest.raises(NotFound):
        read(place, "nothing")
    with pytest.raises(NotFound):
        place.fetch("nothing", tmp_path / "x")
    place.delete("nothing")
    assert place.delete_prefix("nothing/") == 0


def test_files_go_in_and_out_by_path(place, tmp_path):
    source = tmp_path / "source.bin"
    source.write_bytes(b"x" * 300_000)

    place.put_path("deep/er/file.mp4", source, "video/mp4")
    place.copy("deep/er/file.mp4", "deep/other.mp4")
    place.fetch("deep/other.mp4", tmp_path / "back.bin")

    assert (tmp_path / "back.bin").read_bytes() == source.read_bytes()


def test_a_file_that_is_given_away_is_moved_and_not_copied(place, tmp_path):
    source = tmp_path / "made.mp4"
    source.write_bytes(b"film" * 1000)
    number = source.stat().st_ino

    place.take_path("published/made.mp4", source, "video/mp4")

    assert not source.exists()
    assert read(place, "published/made.mp4") == b"film" * 1000
    assert place.path("x") is None or place.path("published/made.mp4").stat().st_ino == number


def test_what_lies_there_is_listed_page_by_page_with_sizes(place):
    names = ["c", "a.tail/1", "a/1", "a/b/c", "a0", "b"]  # the order of signs, which is not that of folders
    for size, name in enumerate(sorted(names)):
        place.put(f"p/{name}", b"x" * size)

    for number, name in enumerate(sorted(names)):
        listed = [(entry.key, entry.size) for entry in place.entries("p/", after=f"p/{name}")]
        assert listed == [(f"p/{other}", size) for size, other in enumerate(sorted(names))][number + 1 :]
    assert [entry.key for entry in place.entries("")] == [f"p/{name}" for name in sorted(names)]


def test_writes_that_nobody_finished_can_be_found(place):
    ref = place.begin("left.bin")
    place.put_part("left.bin", ref, 1, [b"x"], 1)

    assert [draft.ref for draft in place.drafts()] == [ref]

    place.abort("left.bin", ref)
    assert list(place.drafts()) == []


def test_keys_come_in_order_and_go_by_prefix(place):
    for name in ("p/b/2", "p/b/1", "p/a", "q/1"):
        place.put(name, b"x")

    assert list(place.keys("p/")) == ["p/a", "p/b/1", "p/b/2"]
    assert place.delete_prefix("p/b/") == 2
    assert list(place.keys("p/")) == ["p/a"]
    assert list(place.keys("q/")) == ["q/1"]


def test_parts_join_into_one_object(place):
    ref = place.begin("big.bin")
    sizes = [place.part_min_bytes, place.part_min_bytes, 7]
    parts = [place.put_part("big.bin", ref, n, [bytes([n]) * size], size) for n, size in enumerate(sizes, 1)]

    place.complete("big.bin", ref, parts)

    assert read(place, "big.bin") == b"".join(bytes([n]) * size for n, size in enumerate(sizes, 1))
    assert list(place.keys("")) == ["big.bin"]


def test_a_part_that_is_cut_short_is_not_kept(place):
    ref = place.begin("big.bin")

    with pytest.raises(ValueError, match="3 bytes instead of 5"):
        place.put_part("big.bin", ref, 1, [b"abc"], 5)

    place.abort("big.bin", ref)
    place.abort("big.bin", ref)
    assert place.stat("big.bin") is None


def test_a_folder_never_leaves_its_root(tmp_path):
    place = FolderStore(tmp_path / "store")
    (tmp_path / "outside").write_text("secret")

    for key in ("../outside", "/etc/passwd", "a/../../outside", "."):
        with pytest.raises(NotFound):
            read(place, key)


def test_a_full_disk_is_said_in_words_and_keeps_no_half(tmp_path, monkeypatch):
    place = FolderStore(tmp_path / "store")
    place.put("old", b"old")
    ref = place.begin("new")

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    def trickle():
        yield b"a"
        full()

    monkeypatch.setattr(shutil, "copyfile", full)
    (tmp_path / "film").write_bytes(b"film")
    for deed in (lambda: place.put_path("old", tmp_path / "film"), lambda: place.put_part("new", ref, 1, trickle(), 9)):
        with pytest.raises(StoreFull) as said:
            deed()
        assert said.value.status == 507

    assert read(place, "old") == b"old"
    assert [path for path in (tmp_path / "store").rglob("*") if path.is_file()] == [tmp_path / "store" / "old"]


def test_joining_goes_on_where_it_was_cut(tmp_path):
    place = FolderStore(tmp_path)
    ref = place.begin("film.bin")
    parts = [place.put_part("film.bin", ref, n, [content], 3) for n, content in enumerate((b"aaa", b"bbb", b"ccc"), 1)]
    folder = tmp_path / ".parts" / ref
    (folder / "joined").write_bytes(b"aaabb")  # died while the second part was being moved
    (folder / "00001").unlink()

    place.complete("film.bin", ref, parts)
    place.complete("film.bin", ref, parts)

    assert read(place, "film.bin") == b"aaabbbccc"
