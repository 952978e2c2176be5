"""The headers of tus 1.0.0, read strictly."""

import base64
import hashlib

import pytest

from wm.domains.uploads import protocol
from wm.domains.uploads.errors import BadHeader


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("5", 5), ("007", 7), (str(2**63 - 1), 2**63 - 1)])
def test_a_number_is_plain_digits(text, value):
    assert protocol.number(text, "Upload-Offset") == value


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "١", "1_000", str(2**63), "9" * 40, "nan"]
)
def test_anything_else_is_no_number(text):
    with pytest.raises(BadHeader):
        protocol.number(text, "Upload-Offset")


def test_the_length_is_given_or_promised_but_never_both():
    assert protocol.length("12", None) == 12
    assert protocol.length(None, "1") is None
    for size, deferred in ((None, None), ("12", "1"), (None, "0"), (None, "yes"), ("-1", None)):
        with pytest.raises(BadHeader):
            protocol.length(size, deferred)


def test_metadata_is_read_and_echoed_the_same():
    header = f"filename {b64('Fluß 川.mp4'.encode())},is_private,empty {b64(b'')}"

    pairs = protocol.metadata(header)

    assert pairs == {"filename": "Fluß 川.mp4", "is_private": "", "empty": ""}
    assert protocol.metadata(protocol.echo(pairs)) == pairs


@pytest.mark.parametrize("header", [None, "", "  "])
def test_no_metadata_is_fine(header):
    assert protocol.metadata(header) == {}


@pytest.mark.parametrize(
    "header",
    [
        "a !!!",
        "a QQ",
        "a QQ==,a QQ==",
        ",a QQ==",
        "a QQ==,",
        "é QQ==",
        "a\tb QQ==",
        "a\r\nX-Evil: QQ==",
        "a QQ==\r\nX-Evil: 1",
        "a  QQ==",
        f"{'k' * 65} QQ==",
        f"a {'QUFB' * 2000}",
    ],
)
def test_metadata_that_is_not_metadata_is_refused(header):
    with pytest.raises(BadHeader):
        protocol.metadata(header)


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: x=1", "\n", "\r", "\x00", "\x7f", " ", "a,b c", "x" * 500])
def test_no_line_break_comes_back_in_an_echo(value):
    echoed = protocol.echo({"filename": value})

    assert echoed.isascii()
    assert echoed.isprintable()
    assert protocol.metadata(echoed) == {"filename": value}


@pytest.mark.parametrize("algorithm", protocol.ALGORITHMS)
def test_a_checksum_holds_for_its_bytes_only(algorithm):
    header = f"{algorithm} {b64(hashlib.new(algorithm, b'hello world').digest())}"
    right, wrong = protocol.checksum(header), protocol.checksum(header)

    for piece in (b"hello ", b"world"):
        right.update(piece)
    wrong.update(b"hello worle")

    assert right.holds()
    assert not wrong.holds()


@pytest.mark.parametrize(
    "header",
    ["", "sha1", "sha1 ", "sha1 x", "SHA1 " + b64(b"x" * 20), "crc32 AAAA", "sha1 " + b64(b"x" * 19), "sha1 é"],
)
def test_a_checksum_that_can_not_be_checked_is_refused(header):
    with pytest.raises(BadHeader):
        protocol.checksum(header)


def test_no_checksum_is_fine():
    assert protocol.checksum(None) is None
