"""Who is looking: the person behind our session cookie, and what each route demands of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Request, current_app, g, request, session
from flask_login import LoginManager, current_user

from wm.kernel.errors import FreshSignInNeeded, NotFound, SecondFactorNeeded, SignInNeeded

RANKS = {"visitor": 0, "viewer": 1, "creator": 2, "moderator": 3, "admin": 4}
DAY = 24 * 3600


class Visitor:
    """Somebody who has not signed in."""

    id = None
    public_id = None
    role = "visitor"
    is_signed_in = False
    is_authenticated = False


VISITOR = Visitor()


class SessionRows(LoginManager):
    """Flask-Login on our session rows: it never looks at Flask's own session, so that public pages stay cacheable."""

    def init_app(self, app: Flask, add_context_processor: bool = False) -> None:
        app.login_manager = self

    def _load_user(self) -> None:
        self._update_request_context_with_user(_load(request) or VISITOR)


def install(app: Flask, session_for: Callable[[str], Any], **answers: Callable) -> None:
    """Tell the web how a raw token becomes (person, session) or None; `answers` to more questions:

    supposed (whose a token probably is), is_fresh (of a session), has_factor and lacks_factor (of a person's row id)."""
    SessionRows().init_app(app)
    app.extensions |= {"session_for": session_for} | answers


def cookie_name() -> str:
    """Return the name of the session cookie; with the __Host- prefix a browser pins it to this host and https."""
    return "__Host-wm" if current_app.config["SESSION_COOKIE_SECURE"] else "wm"


def _load(asked: Request) -> Any:
    found = current_app.extensions["session_for"](asked.cookies.get(cookie_name(), ""))
    if found is None:
        return None
    person, g.session_row = found
    return person


def viewer() -> Any:
    """Return the person who is looking, or the visitor; the session is not touched for visitors."""
    if cookie_name() not in request.cookies:
        return VISITOR
    return current_user._get_current_object()


def supposed() -> int | None:
    """Return the row id of whoever is probably looking, to prepare what they will be shown; only `viewer` knows."""
    token = request.cookies.get(cookie_name())
    return current_app.extensions["supposed"](token) if token else None


def session_row() -> Any:
    """Return the session of this request, None for visitors."""
    return g.session_row if viewer().is_signed_in else None


def start_session(raw_token: str, lasting: bool = True) -> None:
    """Set the session cookie on the answer; what an earlier visitor's form session held is forgotten, its token too."""
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF's copy for this request: a page that is shown now carries a new one
    g.session_cookie = (raw_token, current_app.config["SESSION_DAYS"] * DAY if lasting else None)


def end_session() -> None:
    """Remove the session cookie and let the browser forget what it kept of us."""
    session.clear()
    g.session_cookie = ("", 0)


def set_cookie(answer):
    """Write the cookie that `start_session` or `end_session` asked for."""
    if "session_cookie" not in g:
        return answer
    token, age = g.session_cookie
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(cookie_name(), token, max_age=age, secure=secure, httponly=True, samesite="Lax", path="/")
    if not token:
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def public(view: Callable) -> Callable:
    """Policy: anybody may ask."""
    view.policy = "public"
    return view


def signed_in(view: Callable) -> Callable:
    """Policy: only people who have signed in. Raises SignInNeeded (401)."""
    return _policy(view, "signed_in", _demand_sign_in)


def fresh(view: Callable) -> Callable:
    """Policy: only people who entered their password a few minutes ago. Raises FreshSignInNeeded (403)."""
    return _policy(view, "fresh", _demand_fresh)


def fresh_if_guarded(view: Callable) -> Callable:
    """Policy: only people who have signed in, and with a second factor a few minutes ago. Raises FreshSignInNeeded (403)."""
    return _policy(view, "fresh_if_guarded", _demand_fresh_if_guarded)


def guarded(view: Callable) -> Callable:
    """Policy: only people with a second factor, where the site asks for one, who signed in a few minutes ago.

    Raises FreshSignInNeeded, SecondFactorNeeded (403)."""
    return _policy(view, "guarded", _demand_guarded)


def staff(role: str) -> Callable:
    """Policy: only people of at least `role`; nobody else learns that the page exists. Raises NotFound (404)."""
    return lambda view: _policy(view, f"staff:{role}", lambda: _demand_role(role))


def _policy(view: Callable, name: str, demand: Callable[[], None]) -> Callable:
    @wraps(view)
    def guarded(*args, **kwargs):
        demand()
        return view(*args, **kwargs)

    guarded.policy = name
    return guarded


def _demand_sign_in() -> None:
    if not viewer().is_signed_in:
        raise SignInNeeded()


def _demand_fresh() -> None:
    _demand_sign_in()
    if not current_app.extensions["is_fresh"](g.session_row):
        raise FreshSignInNeeded()


def _demand_fresh_if_guarded() -> None:
    _demand_sign_in()
    if current_app.extensions["has_factor"](viewer().id):
        _demand_fresh()


def _demand_factor() -> None:
    if current_app.extensions["lacks_factor"](viewer().id):
        raise SecondFactorNeeded()


def _demand_guarded() -> None:
    _demand_sign_in()
    _demand_factor()
    _demand_fresh()


def _demand_role(role: str) -> None:
    _demand_sign_in()
    if RANKS[viewer().role] < RANKS[role]:
        raise NotFound()
    _demand_factor()


def refuse_undeclared(app: Flask) -> None:
    """Fail at start when a route says nothing of who may ask."""
    silent = [
        rule.endpoint for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], "policy")
    ]
    if silent:
        raise RuntimeError(
            f"these routes declare no policy (public, signed_in, fresh, staff): {', '.join(sorted(set(silent)))}"
        )
