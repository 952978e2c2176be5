"""Files out of storage: ranges, types from our own table, nothing held whole in memory."""

import posixpath
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from flask import Response, abort, current_app, request, send_file
from werkzeug.http import http_date

from wm.kernel.storage import Stat, store

TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".mp4": "video/mp4",
    ".m4s": "video/iso.segment",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
}
SANDBOX = "sandbox; default-src 'none'"
LINK_SECONDS = 60
ASKED_AGAIN = 24 * 3600


def takes_files(view: Callable) -> Callable:
    """Let a request to this route be as long as the domain allows; the route reads its body as a stream."""
    view.takes_files = True
    return view


def send(key: str, caching: str) -> Response:
    """Answer with the object at `key`, whole or the range that was asked for. Raises NotFound (404)."""
    ending = posixpath.splitext(key)[1]
    if ending not in TYPES:
        abort(404)
    answer = _handed_over(key) or _from_folder(key) or _streamed(key)
    answer.headers["Content-Type"] = TYPES[ending]
    answer.headers["Cache-Control"] = caching
    answer.headers["Content-Security-Policy"] = SANDBOX
    return let_read(answer)


def let_read(answer: Response) -> Response:
    """Let pages of other sites read this answer, a refusal too: players have to know whether to ask once more."""
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "Accept-Ranges, Content-Length, Content-Range, ETag"
    return answer


def foretold() -> Response:
    """Answer what a browser asks ahead of a range for a page of another site (a preflight of CORS): what may be asked."""
    answer = Response(status=204)
    answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
    answer.headers["Access-Control-Allow-Headers"] = "Range, If-Range, If-None-Match, If-Modified-Since, Cache-Control"
    answer.headers["Access-Control-Max-Age"] = str(ASKED_AGAIN)
    return let_read(answer)


def attach(key: str, name: str) -> Response:
    """Answer with the object at `key` as a download called `name`, which no browser shows or runs. Raises NotFound (404)."""
    answer = _handed_over(key) or _from_folder(key) or _streamed(key)
    answer.headers["Content-Type"] = "application/octet-stream"
    answer.headers["Content-Disposition"] = _attachment(name)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def given(text: str, name: str) -> Response:
    """Answer with a text of ours as a download called `name`."""
    answer = Response(text, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = _attachment(name)
    return answer


def _attachment(name: str) -> str:
    """Return the header of a download called `name` (RFC 6266): in letters that every client reads, and as it is."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(letter if letter.isprintable() and letter not in '"\\/%' else "-" for letter in plain)
    whole = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'attachment; filename="{plain}"{whole}'


def _handed_over(key: str) -> Response | None:
    """Let nginx fetch it from the object store, when there is an nginx that can."""
    inside = current_app.config["MEDIA_ACCEL"]
    link = store().presign(key, LINK_SECONDS) if inside else None
    if link is None:
        return None
    parts = urlsplit(link)
    answer = Response()
    answer.headers["X-Accel-Redirect"] = f"{inside.rstrip('/')}{parts.path}?{parts.query}"
    return answer


def _from_folder(key: str) -> Response | None:
    path = store().path(key)
    if path is None:
        return None
    if not path.is_file():
        abort(404)
    return send_file(path, conditional=True, max_age=None)


def _streamed(key: str) -> Response:
    """Pass an object through in chunks; only without nginx in front of an object store."""
    known = store().stat(key)
    if known is None:
        abort(404)
    start, end = _asked_range(known)
    body = () if request.method == "HEAD" else store().open(key, start, end)
    answer = Response(body, 206 if (start, end) != (0, known.size) else 200, direct_passthrough=True)
    if answer.status_code == 206:
        answer.headers["Content-Range"] = f"bytes {start}-{end - 1}/{known.size}"
    answer.headers |= {"Content-Length": str(end - start), "Accept-Ranges": "bytes"}
    answer.headers |= {"ETag": f'"{known.etag}"', "Last-Modified": http_date(known.modified)}
    return answer


def _asked_range(known: Stat) -> tuple[int, int]:
    """Return (first byte, byte after the last) of what the browser wants; 416 when there is no such part."""
    if not request.range or request.if_range.etag not in (None, known.etag):
        return 0, known.size
    found = request.range.range_for_length(known.size)
    if found is None:
        if len(request.range.ranges) > 1:
            return 0, known.size
        abort(416)
    return found
