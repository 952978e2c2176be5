"""The headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload), read strictly; pure functions on strings."""

import base64
import binascii
import hashlib
import re

from wm.domains.uploads.errors import BadHeader

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-defer-length,creation-with-upload,expiration,checksum,termination"
ALGORITHMS = ("sha1", "sha256", "md5")
CONTENT_TYPE = "application/offset+octet-stream"
MAX_METADATA = 4096  # characters of the whole Upload-Metadata header
MAX_NUMBER = 2**63 - 1

_DIGITS = re.compile(r"[0-9]{1,19}")
_KEY = re.compile(r"[!-+\--~]{1,64}")  # printable ASCII without space and comma


def number(text: str | None, header: str) -> int | None:
    """Return the whole, non-negative number in `text`, None when the header is missing.

    Raises BadHeader (400) for anything but plain digits."""
    if text is None:
        return None
    if not _DIGITS.fullmatch(text) or int(text) > MAX_NUMBER:
        raise BadHeader(f"{header} must be a whole number that is not negative.")
    return int(text)


def length(size: str | None, deferred: str | None) -> int | None:
    """Return the declared size in bytes, None when it is promised for later; exactly one of both must be given.

    Raises BadHeader (400)."""
    if (size is None) == (deferred is None):
        raise BadHeader("Send either Upload-Length or Upload-Defer-Length.")
    if deferred is not None and deferred != "1":
        raise BadHeader("Upload-Defer-Length can only be 1.")
    return number(size, "Upload-Length")


def metadata(header: str | None) -> dict[str, str]:
    """Return the pairs of an Upload-Metadata header, values decoded to text; a key without a value maps to "".

    Raises BadHeader (400) for an empty, repeated or non-ASCII key, and for values that are not Base64."""
    if not header or not header.strip():
        return {}
    if len(header) > MAX_METADATA:
        raise BadHeader(f"Upload-Metadata may have at most {MAX_METADATA} characters.")
    pairs = [_pair(part) for part in header.split(",")]
    if len({key for key, _ in pairs}) < len(pairs):
        raise BadHeader("A key of Upload-Metadata is there twice.")
    return dict(pairs)


def echo(pairs: dict[str, str]) -> str:
    """Return `pairs` as an Upload-Metadata header; values are Base64, so no line break can be smuggled through."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}".rstrip() for key, value in pairs.items())


class Checksum:
    """The digest that a client promises for the bytes of one request."""

    def __init__(self, algorithm: str, promised: bytes):
        self.promised = promised
        self.running = hashlib.new(algorithm, usedforsecurity=False)

    def update(self, chunk: bytes) -> None:
        """Count `chunk` in."""
        self.running.update(chunk)

    def holds(self) -> bool:
        """Whether the bytes seen so far are the promised ones."""
        return self.running.digest() == self.promised


def checksum(header: str | None) -> Checksum | None:
    """Return the promise of an Upload-Checksum header ("sha1 <Base64>"), None when there is none.

    Raises BadHeader (400) for an unknown algorithm or a digest that is none."""
    if header is None:
        return None
    algorithm, _, digest = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadHeader(f"Upload-Checksum knows {', '.join(ALGORITHMS)}.")
    promised = _decoded(digest, "Upload-Checksum")
    if len(promised) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise BadHeader(f"Upload-Checksum does not hold a {algorithm} digest.")
    return Checksum(algorithm, promised)


def _pair(part: str) -> tuple[str, str]:
    key, _, value = part.strip(" ").partition(" ")
    if not _KEY.fullmatch(key):
        raise BadHeader("A key of Upload-Metadata must be 1 to 64 ASCII characters without space or comma.")
    return key, _decoded(value, "Upload-Metadata").decode("utf-8", "replace")


def _decoded(text: str, header: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise BadHeader(f"{header} holds something that is not Base64.") from None
