"""Headers of every answer: a strict content policy, no caching unless a route opts in, no foreign writes."""

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface

from wm.kernel.errors import Forbidden

PRIVATE = "private, no-store"
STEADY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def nonce() -> str:
    """Return the script nonce of this answer."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def cached(seconds: int) -> Callable:
    """Let shared caches keep this route's answer to whoever sends no cookie for `seconds`; it must not touch the session."""

    def mark(view: Callable) -> Callable:
        view.cached_seconds = seconds
        return view

    return mark


def framed(view: Callable) -> Callable:
    """Let other sites show this route in a frame."""
    view.framed = True
    return view


def framed_by(sites: str) -> None:
    """Let only `sites` (frame-ancestors of a content policy) show this answer in a frame, on a route that is `framed`."""
    g.framed_by = sites


def add(answer: Response) -> Response:
    """Put our headers on `answer`; a route that is served in frames says so with `framed`."""
    view = current_app.view_functions.get(request.endpoint or "")
    for name, value in STEADY.items():
        answer.headers.setdefault(name, value)
    answer.headers["X-Request-ID"] = g.get("request_id", "-")
    frames = g.get("framed_by", "*") if getattr(view, "framed", False) else "'none'"
    answer.headers.setdefault("Content-Security-Policy", policy(frames))
    if current_app.config["SESSION_COOKIE_SECURE"]:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    answer.headers.setdefault("Cache-Control", _caching(view, answer))
    return answer


def policy(frames: str = "'none'") -> str:
    """Return the Content-Security-Policy: only our own files, scripts only with this answer's nonce."""
    origin = _origins("MEDIA_URL", "CDN_URL")
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce()}'",
            "style-src 'self'",
            "style-src-attr 'unsafe-inline'",  # custom properties such as --part; a house test allows nothing else
            f"img-src 'self' data:{origin}",
            f"media-src 'self' blob:{origin}",
            f"connect-src 'self'{origin}",
            "font-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            f"frame-ancestors {frames}",
        )
    )


def _origins(*settings: str) -> str:
    """Return the origins that these settings name, each behind a space."""
    named = (urlsplit(current_app.config[name]) for name in settings)
    return "".join(dict.fromkeys(f" {each.scheme}://{each.netloc}" for each in named if each.netloc))


def _caching(view: Callable | None, answer: Response) -> str:
    seconds = getattr(view, "cached_seconds", 0)
    if not seconds or answer.status_code != 200 or request.cookies:
        return PRIVATE
    return f"public, max-age=0, s-maxage={seconds}"


class FormSession(SecureCookieSessionInterface):
    """Flask's signed session, for form tokens and flashed messages only; what touches it is never cached for everybody."""

    def save_session(self, app, session, response) -> None:
        if session.accessed and response.headers.get("Cache-Control", "").startswith("public"):
            if app.config["ENVIRONMENT"] == "testing" and not request.cookies:
                raise RuntimeError(f"{request.endpoint} is cached for everybody but touches the session")
            response.headers["Cache-Control"] = PRIVATE
        super().save_session(app, session, response)


def refuse_foreign_origin() -> None:
    """Refuse a change that another site's page asks for, whatever token it carries. Raises Forbidden (403)."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    if site not in ("same-origin", "none") or (origin and origin.partition("://")[2] != request.host):
        raise Forbidden("This request came from another site. Open the page here and try again.")
