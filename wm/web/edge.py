"""The edge: one transaction per request, refusals and bugs explained, a request id on everything."""

import logging
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, g, jsonify, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from wm.kernel import clock, db, ids, logs
from wm.kernel.errors import DomainError, FreshSignInNeeded, SecondFactorNeeded, SignInNeeded
from wm.web import headers, hypermedia, redirects, viewer

SAFE = ("GET", "HEAD", "OPTIONS")
MISSING = 404
BROKEN = 500
PROOFS = {  # what is missing -> where one gives it
    SignInNeeded: "account.sign_in",
    FreshSignInNeeded: "account.confirm",
    SecondFactorNeeded: "safety.needed",
}
log = logging.getLogger(__name__)
access = logging.getLogger("wm.access")


class EdgeRequest(Request):
    """A request whose body is a form of bounded size or, at the doors that take files, a stream and never a form."""

    is_stream = False

    def stream_body(self) -> None:
        """Let the body be as long as the domain allows; nothing on the way to the view may parse it into a form."""
        self.is_stream = True
        self.max_content_length = sys.maxsize  # None would mean the setting

    @property
    def want_form_data_parsed(self) -> bool:
        """Whether `form` and `files` read the body; they stay empty where it is streamed."""
        return not self.is_stream and super().want_form_data_parsed

    @property
    def can_be_repeated(self) -> bool:
        """Whether the view may run a second time: what it has read of a stream does not come again."""
        has_body = bool(self.content_length) or "Transfer-Encoding" in self.headers
        return not (self.is_stream and has_body)


class EdgeApp(Flask):
    """A Flask whose every view runs in one transaction: an answer below 400 commits, all else rolls back."""

    request_class = EdgeRequest

    def ensure_sync(self, func: Callable) -> Callable:
        """Return `func`; nothing of ours is a coroutine, and to look costs more than to call."""
        return func

    def dispatch_request(self) -> Response:
        db.begins(writing=request.method not in SAFE)
        if request.method in SAFE:
            return db.reread(self._reading)
        return db.retried(self._writing) if request.can_be_repeated else self._writing()

    def _reading(self) -> Response:
        return make_response(super().dispatch_request())

    def _writing(self) -> Response:
        try:
            answer = make_response(super().dispatch_request())
        except BaseException:
            db.rollback()
            raise
        db.commit() if answer.status_code < 400 else db.rollback()
        return answer


def install(app: Flask) -> None:
    """Put the edge around `app`: ids and headers on every answer, errors as pages, fragments or JSON."""
    app.before_request(_begin)
    app.after_request(_note)
    app.after_request(viewer.set_cookie)
    app.after_request(headers.add)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _crashed)


def _begin() -> None:
    g.request_id, g.began = ids.new(12), clock.monotonic()
    logs.request_id.set(g.request_id)
    if getattr(current_app.view_functions.get(request.endpoint or ""), "takes_files", False):
        request.stream_body()
    headers.refuse_foreign_origin()


def _note(answer: Response) -> Response:
    """Write one log line per request: for machines always, for people only when they ask for DEBUG."""
    level = logging.INFO if current_app.config["LOG_JSON"] else logging.DEBUG
    spent = 1000 * (clock.monotonic() - g.get("began", clock.monotonic()))
    said = {
        "method": request.method,
        "path": logs.mask(request.path),
        "status": answer.status_code,
        "ms": round(spent, 1),
    }
    access.log(level, "%(method)s %(path)s %(status)s in %(ms)s ms", said, extra=said)
    return answer


def _refused(error: DomainError) -> Response:
    if type(error) in PROOFS and not _wants_json():
        return _to_proof(PROOFS[type(error)])
    retry_after, fields = getattr(error, "retry_after", None), getattr(error, "fields", {})
    answer = explain(error.status, error.code, error.message, **error.details, fields=fields, retry_after=retry_after)
    if retry_after:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


def _to_proof(endpoint: str) -> Response:
    back = request.full_path.rstrip("?") if request.method in SAFE else _page_before()
    return hypermedia.go(url_for(endpoint, next=back))


def _page_before() -> str:
    """Return the page of ours that a form was sent from, so that one is back at it after entering the password."""
    said = urlsplit(request.referrer or "")
    path = f"{said.path}?{said.query}" if said.query else said.path
    return redirects.local(path) if said.netloc == request.host else "/"


def _stale_form(_error: CSRFError) -> Response:
    return explain(400, "stale_form", "This page was open for too long. Reload it and send the form again.")


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response
    sentences = {404: "There is nothing here, or it is not for you to see.", 405: "That can't be asked in this way."}
    answer = explain(
        error.code or BROKEN, error.name.lower().replace(" ", "_"), sentences.get(error.code, error.description)
    )
    for name, value in error.get_headers():
        if name in ("Retry-After", "Allow"):
            answer.headers[name] = value
    return answer


def _crashed(error: Exception) -> Response:
    log.error("%s %s crashed", request.method, request.path, exc_info=error)
    db.rollback()
    return explain(BROKEN, "broken", "Something broke on our side. It has been noted; try again in a minute.")


def explain(status: int, code: str, message: str, **details: Any) -> Response:
    """Answer with a refusal in the form that was asked for; every form carries the request id."""
    said = {"status": status, "code": code, "message": message, "request_id": g.get("request_id", "-")}
    if _wants_json():
        return make_response(jsonify(said | {k: v for k, v in details.items() if v}), status)
    if hypermedia.wants_fragment():
        answer = make_response(render_template("errors/_notice.html", **said), status)
        answer.headers |= {"HX-Retarget": "#flash", "HX-Reswap": "innerHTML"}
        return answer
    return make_response(_error_page(said, details), status)


def _error_page(said: dict[str, Any], details: dict[str, Any]) -> str:
    """Return the error page; a bare one when the frame itself can't be drawn, as when the database is away."""
    try:
        return render_template("errors/show.html", **said, **details)
    except Exception:
        log.exception("the error page itself can't be drawn")
        return render_template("errors/bare.html", **said)


def _wants_json() -> bool:
    if hypermedia.by_htmx():
        return False
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json" or "Tus-Resumable" in request.headers
