"""Fetches films into their uploads, part by part, as a browser would send them: never more than asked for, resumed where it can be.

Where the other side can go on in the middle of a file, work is done in stretches of a minute, so that many imports share one worker and
nobody else waits long for it."""

from collections.abc import Iterator
from typing import NamedTuple

from wm.domains import uploads
from wm.domains.imports import actions, pages, queries
from wm.domains.imports.errors import Troubled
from wm.domains.imports.looking import FILE, HOPS, refuse_status
from wm.domains.imports.models import TAG_LENGTH, UNDER_WAY, Import
from wm.kernel import clock, job, outbound
from wm.kernel.db import transaction
from wm.kernel.errors import DomainError
from wm.kernel.outbound import Answer, TooSlow, Unreachable, Wish

STRETCH_SECONDS, MOST_SECONDS = 60, 3600
ENOUGH = 1024 * 1024
MAY_PASS = (Unreachable, TooSlow, Troubled, uploads.Busy)
Turn = tuple[int, int]  # an import's row, and its run


def bring(import_id: int, run: int) -> None:
    """Work on an import until its file is here, a minute has passed, or there is a reason to stop; may be repeated.

    What may pass is raised, for the job to be tried again; anything else is written down for its owner."""
    turn = (import_id, run)
    with transaction():
        row = _ours(turn)
        if row is None:
            return
        row.state = "working"
        upload, address, means = uploads.find(row.upload_id), row.address, row.means
        upload_id, received = upload.id, upload.received
    try:
        _fetch(turn, address, upload) if means == FILE else pages.fetch(turn, address, upload)
    except MAY_PASS as refusal:
        if not _got_further(upload_id, received) and _is_last_attempt():
            _fail(turn, refusal)
            return
        raise
    except DomainError as refusal:
        _fail(turn, refusal)
        return
    _close(turn)


def _ours(turn: Turn) -> Import | None:
    row = queries.find(turn[0])
    return row if row is not None and row.run == turn[1] and row.state in UNDER_WAY else None


def _got_further(upload_id: int, received: int) -> bool:
    """Whether enough has come for the tries to count anew: over a line that breaks often large films come as well."""
    lease = job.current()
    with transaction():
        is_much = lease is not None and uploads.find(upload_id).received - received >= ENOUGH
        if is_much:
            job.progressed(lease)
    return is_much


def _is_last_attempt() -> bool:
    lease = job.current()
    return lease is None or lease.attempt >= job.ATTEMPTS


def _fail(turn: Turn, refusal: DomainError) -> None:
    with transaction():
        if row := _ours(turn):
            row.state, row.reason, row.ended_at = "failed", refusal.message, clock.now()


def _close(turn: Turn) -> None:
    """Say that it is done, or promise the next stretch."""
    with transaction():
        row = _ours(turn)
        upload = uploads.find(row.upload_id) if row else None
        if row and upload.state == "complete":
            row.state, row.percent, row.ended_at = "done", 100, clock.now()
        elif row:
            actions.promise(row, upload.received)


# -- a file


class Start(NamedTuple):
    """Where an answer begins in the file, how large the file is (None: not told), and its tag."""

    offset: int
    size: int | None
    tag: str


def _fetch(turn: Turn, address: str, upload: uploads.Upload) -> None:
    wish = Wish(seconds=MOST_SECONDS, most=uploads.max_bytes() + 1, hops=HOPS, headers=_rest_of(turn, upload))
    with outbound.opened(address, wish) as answer:
        refuse_status(answer.status)
        start = _start(answer)
        upload = _agreed(turn, upload, start)
        stream = _Stream(answer, clock.monotonic() + (STRETCH_SECONDS if start.tag else MOST_SECONDS))
        upload = uploads.receive(upload, start.offset, stream)
    if stream.refusal:
        raise stream.refusal
    if start.size is None and stream.is_over:
        with transaction():
            uploads.declare(uploads.find(upload.id), upload.received)
        uploads.settle(uploads.find(upload.id))


class _Stream:
    """The bytes of an answer; what goes wrong on the way is kept in `refusal`, so that what came so far is stored."""

    def __init__(self, answer: Answer, until: float):
        self.answer, self.until, self.refusal, self.is_over = answer, until, None, False

    def __iter__(self) -> Iterator[bytes]:
        try:
            for chunk in self.answer.chunks():
                yield chunk
                if clock.monotonic() > self.until:
                    return
            self.is_over = True
        except DomainError as refusal:
            self.refusal = refusal


def _rest_of(turn: Turn, upload: uploads.Upload) -> dict[str, str]:
    """Return the headers that ask for what is missing, if the file over there is still the one that we began with (RFC 9110, 14)."""
    with transaction():
        row = _ours(turn)
        tag = row.tag if row else ""
    return {"Range": f"bytes={upload.received}-", "If-Range": tag} if tag and upload.received else {}


def _start(answer: Answer) -> Start:
    headers, tag = answer.headers, answer.headers.get("ETag", "")
    may_go_on = answer.status == 206 or headers.get("Accept-Ranges", "").lower() == "bytes"
    tag = tag if may_go_on and tag.startswith('"') and len(tag) <= TAG_LENGTH and tag.isascii() else ""
    if answer.status == 206:
        place, _, size = headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        first = place.partition("-")[0]
        if not (first.isdigit() and size.isdigit()):
            raise Troubled()
        return Start(int(first), int(size), tag)
    told = headers.get("Content-Length", "")
    return Start(0, int(told) if told.isdigit() else None, tag)


def _agreed(turn: Turn, upload: uploads.Upload, start: Start) -> uploads.Upload:
    """Make the upload fit what the other side sends: from where it begins, as large as it says. Raises as `uploads.declare`."""
    if start.offset != upload.received or (upload.size is not None and upload.size != start.size):
        if start.offset:
            raise Troubled()
        upload = uploads.restart(upload)
    with transaction():
        upload = uploads.find(upload.id)
        if start.size is not None and upload.size is None:
            uploads.declare(upload, start.size)
        if row := _ours(turn):
            row.tag = start.tag
    return uploads.find(upload.id)
