"""The door for resumable uploads: tus 1.0.0 (https://tus.io/protocols/resumable-upload) under /uploads/."""

from collections.abc import Iterator

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import ClientDisconnected, MethodNotAllowed
from werkzeug.http import http_date

from wm.blueprints.studio import arrivals
from wm.domains import uploads
from wm.kernel.db import commit, rollback
from wm.kernel.errors import DomainError
from wm.web.files import takes_files
from wm.web.viewer import public, signed_in, viewer

protocol = uploads.protocol
bp = Blueprint("tus", __name__, url_prefix="/uploads")

READ = 64 * 1024
DRAINED = 1024 * 1024  # bytes read past a refusal, so that a browser still sending a small body hears the answer


class UnsupportedVersion(DomainError):
    status, code = 412, "unsupported_version"
    message = "This server speaks tus 1.0.0; say so in the Tus-Resumable header."


class WrongType(DomainError):
    status, code = 415, "wrong_type"
    message = f"Bytes of an upload are sent as {protocol.CONTENT_TYPE}."


@bp.before_request
def check_version() -> None:
    """Process nothing that speaks another version."""
    if effective_method() != "OPTIONS" and request.headers.get("Tus-Resumable") != protocol.VERSION:
        raise UnsupportedVersion()


@bp.after_request
def speak_tus(answer: Response) -> Response:
    """Say on every answer, refusals included, which version this is, and keep it out of caches."""
    answer.headers["Tus-Resumable"] = protocol.VERSION
    answer.headers["Cache-Control"] = "no-store"
    if answer.status_code == UnsupportedVersion.status:
        answer.headers["Tus-Version"] = protocol.VERSION
    return answer


@bp.route("/", methods=["OPTIONS"], provide_automatic_options=False)
@bp.route("/<public_id>", methods=["OPTIONS"], provide_automatic_options=False)
@public
def abilities(public_id: str | None = None) -> Response:
    """Tell what this server can do."""
    answer = Response(status=204)
    answer.headers["Tus-Version"] = protocol.VERSION
    answer.headers["Tus-Extension"] = protocol.EXTENSIONS
    answer.headers["Tus-Max-Size"] = str(uploads.max_bytes())
    answer.headers["Tus-Checksum-Algorithm"] = ",".join(protocol.ALGORITHMS)
    return answer


@bp.route("/", methods=["POST"], provide_automatic_options=False)
@takes_files
@signed_in
def create() -> Response:
    """Open an upload, and take the first bytes when they come along."""
    if effective_method() != "POST":
        raise MethodNotAllowed(["POST", "OPTIONS"])
    headers = request.headers
    size = protocol.length(headers.get("Upload-Length"), headers.get("Upload-Defer-Length"))
    pairs, checksum = protocol.metadata(headers.get("Upload-Metadata")), _checksum()
    has_body = request.content_length or "Transfer-Encoding" in headers
    if has_body:
        _demand_type()
    _refuse_surplus(0, size)
    _piece, upload = arrivals.begin(viewer(), size, pairs)
    if has_body:
        commit()
        upload = _receive(upload, 0, checksum)
    return _told(upload, 201, Location=url_for("tus.one", public_id=upload.public_id))


@bp.route("/<public_id>", methods=["HEAD", "PATCH", "DELETE", "POST"], provide_automatic_options=False)
@takes_files
@signed_in
def one(public_id: str) -> Response:
    """Answer for one upload, by the method that counts."""
    answers = {"HEAD": tell, "PATCH": go_on, "DELETE": give_up}
    if effective_method() not in answers:
        raise MethodNotAllowed([*answers, "OPTIONS"])
    return answers[effective_method()](uploads.mine(public_id, viewer().id))


def tell(upload: uploads.Upload) -> Response:
    """Say where the upload stands."""
    upload = uploads.settle(upload)
    upload.refuse_if_gone()
    answer = _told(upload, 200)
    if upload.size is None:
        answer.headers["Upload-Defer-Length"] = "1"
    else:
        answer.headers["Upload-Length"] = str(upload.size)
    if upload.note:
        answer.headers["Upload-Metadata"] = upload.note
    return answer


def go_on(upload: uploads.Upload) -> Response:
    """Take bytes at the offset that both sides agree on."""
    _demand_type()
    offset = protocol.number(request.headers.get("Upload-Offset"), "Upload-Offset")
    if offset is None:
        raise uploads.BadHeader("Upload-Offset is missing.")
    checksum = _checksum()
    size = protocol.number(request.headers.get("Upload-Length"), "Upload-Length")
    if size is not None:
        uploads.declare(upload, size)
        commit()
    _refuse_surplus(offset, upload.size)
    return _told(_receive(upload, offset, checksum), 204)


def give_up(upload: uploads.Upload) -> Response:
    """End the upload and free what it holds."""
    uploads.terminate(upload)
    return Response(status=204)


def effective_method() -> str:
    """Return the method that counts: X-HTTP-Method-Override on a POST, else the real one."""
    override = request.headers.get("X-HTTP-Method-Override")
    return override.upper() if override and request.method == "POST" else request.method


def _checksum() -> protocol.Checksum | None:
    return protocol.checksum(request.headers.get("Upload-Checksum"))


def _demand_type() -> None:
    if request.content_type != protocol.CONTENT_TYPE:
        raise WrongType()


def _refuse_surplus(offset: int, size: int | None) -> None:
    if size is not None and offset + (request.content_length or 0) > size:
        raise uploads.TooManyBytes()


def _receive(upload: uploads.Upload, offset: int, checksum: protocol.Checksum | None) -> uploads.Upload:
    body = _body()
    try:
        return uploads.receive(upload, offset, body, checksum)
    except DomainError:
        rollback()  # nobody waits for us while the rest trickles in
        left = DRAINED
        while left > 0 and (chunk := next(body, b"")):
            left -= len(chunk)
        raise


def _body() -> Iterator[bytes]:
    try:
        while chunk := request.stream.read(READ):
            yield chunk
    except (ClientDisconnected, OSError):
        return  # a cut connection is no error: what came so far is kept


def _told(upload: uploads.Upload, status: int, **headers: str) -> Response:
    answer = Response(status=status, headers=headers)
    answer.headers["Upload-Offset"] = str(upload.received)
    if upload.state == "receiving":
        answer.headers["Upload-Expires"] = http_date(upload.expires_at)
    return answer
