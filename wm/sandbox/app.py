"""The sandbox put together: `python -m wm.sandbox` runs it."""

from flask import Flask, Response

from wm.sandbox import api, pages
from wm.sandbox.books import Books

POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"


def create(path: str, secret: str) -> Flask:
    """Return the gateway whose books lie at `path`; `secret` is what it shares with the site."""
    app = Flask(__name__, static_url_path="/static")
    app.config.update(SECRET=secret, MAX_CONTENT_LENGTH=64 * 1024)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["books"] = Books(path)
    app.register_blueprint(api.bp)
    app.register_blueprint(pages.bp)
    app.after_request(_quiet)
    return app


def _quiet(answer: Response) -> Response:
    answer.headers.update({"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"})
    answer.headers.update({"X-Content-Type-Options": "nosniff"})
    answer.headers.setdefault("Cache-Control", "private, no-store")
    return answer
