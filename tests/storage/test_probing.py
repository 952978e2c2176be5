"""The connection test says in words which permission is missing."""

import errno
import os
import pwd

import pytest

from tests.trust.media.faulty_line import Line, Passing
from wm.domains.storage import probing
from wm.kernel.storage import FolderStore, S3Store, StoreFull

pytestmark = pytest.mark.once
DENIED = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>no</Message></Error>"
QUICK = {"retries": {"max_attempts": 1}}


class Guarded(Line):
    """A store whose keys lack one right: calls of this method, with this in their address, are refused."""

    def __init__(self, endpoint, method, has):
        super().__init__(endpoint, 0)
        self.RequestHandlerClass, self.method, self.has = Guard, method, has


class Guard(Passing):
    def say(self, status, headers, answer, cut=False):
        if self.command == self.server.method and self.server.has in self.path:
            status, headers, answer = 403, {}, DENIED
        super().say(status, headers, answer, cut)


def test_a_store_that_may_do_all_passes_and_keeps_nothing(s3, tmp_path):
    for place in (s3, FolderStore(tmp_path)):
        checks = probing.probe(place)
        assert [check for check in checks if not check.is_ok] == []
        assert list(place.keys("")) == []
    assert {check.name for check in probing.probe(s3)} == set(probing.NEEDS)


@pytest.mark.parametrize(
    ("method", "has", "name"),
    [
        ("PUT", "probe/", "write"),
        ("GET", "probe/", "read"),
        ("GET", "list-type", "list"),
        ("DELETE", "probe/", "delete"),
    ]
    + [("POST", "uploads", "parts"), ("GET", "?uploads", "drafts")],
)
def test_what_is_missing_is_named(s3_server, s3, method, has, name):
    guard = Guarded(s3_server.endpoint, method, has)
    checks = {check.name: check for check in probing.probe(_over(guard, s3.bucket, s3_server.keys))}
    guard.shutdown()

    assert not checks[name].is_ok
    assert probing.NEEDS[name].split(",")[0] in checks[name].words


def test_without_the_right_to_write_the_others_are_not_accused(s3_server, s3):
    guard = Guarded(s3_server.endpoint, "PUT", "probe/")
    checks = {check.name: check for check in probing.probe(_over(guard, s3.bucket, s3_server.keys))}
    guard.shutdown()

    assert {name for name, check in checks.items() if not check.is_ok} == {"write", *probing.READS}
    assert {checks[name].words for name in probing.READS} == {"Not tried, because nothing could be written."}


def test_who_may_not_list_is_not_told_that_deleting_is_forbidden(s3_server, s3, monkeypatch):
    guard = Guarded(s3_server.endpoint, "HEAD", "probe/")
    checks = {check.name: check for check in probing.probe(_over(guard, s3.bucket, s3_server.keys))}
    guard.shutdown()

    assert [name for name, check in checks.items() if not check.is_ok] == []


@pytest.mark.parametrize(
    ("number", "words", "failed"),
    [
        (errno.EACCES, "Not allowed. Let {who} read, write and enter /srv/films.", ["write", "read", "range"]),
        (errno.EROFS, "The disk of /srv/films is there for reading only. Mount it for writing.", ["write"]),
        (errno.EIO, "Input/output error: /srv/films", ["write"]),
    ],
)
def test_a_folder_that_refuses_says_who_lacks_what(tmp_path, monkeypatch, number, words, failed):
    def refuse(*_):
        raise OSError(number, os.strerror(number), "/srv/films")

    monkeypatch.setattr(FolderStore, "put", refuse)

    checks = probing.probe(FolderStore(tmp_path))

    assert checks[0].words == words.format(who=pwd.getpwuid(os.geteuid()).pw_name)
    assert [check.name for check in checks if not check.is_ok] == failed


def test_a_full_disk_is_said_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(FolderStore, "put", lambda *_: (_ for _ in ()).throw(StoreFull()))

    assert probing.probe(FolderStore(tmp_path))[0].words == StoreFull.message


def test_a_wrong_address_and_a_wrong_bucket_are_said_in_words(s3_server, s3):
    nobody = S3Store("http://127.0.0.1:9", "x", *s3_server.keys, region="us-east-1", **QUICK)
    assert ["Nobody answers" in check.words for check in probing.probe(nobody)] == [True], "said once is enough"
    other = S3Store(s3_server.endpoint, "no-such-bucket", *s3_server.keys, region="us-east-1", **QUICK)
    assert "no bucket of this name" in probing.probe(other)[0].words


def _over(line, bucket, keys):
    return S3Store(line.url, bucket, *keys, region="us-east-1", **QUICK)
