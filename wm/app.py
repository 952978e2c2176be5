"""Composition root: the one module that knows everybody and puts them together."""

import gc
import importlib
import pkgutil
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from flask_htmx import HTMX
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import config
import jobs
import wm.blueprints
from jobs.subscriptions import REACTIONS
from wm import demo, models
from wm.blueprints import frame, places
from wm.domains import factors, graph, people
from wm.kernel import facts, logs, redis
from wm.kernel.db import db, engine_options
from wm.web import assets, compiled, drawn, edge, filters, headers, hypermedia, limits, mentions, viewer

MIB = 1024 * 1024
HTML_LIKE = [
    "text/html",
    "text/css",
    "text/javascript",
    "application/json",
    "application/vnd.apple.mpegurl",
    "text/vtt",
]


def create_app(environment: str | None = None, **overrides: Any) -> Flask:
    """Return the whole application for `environment` (development, testing, staging, production)."""
    settings = config.load(environment, **overrides)
    logs.set_up(settings["LOG_LEVEL"], settings["LOG_JSON"])
    app = edge.EdgeApp("wm", static_folder=None)
    app.config.from_mapping(settings)
    app.config.from_mapping(_for_extensions(settings))
    _extend(app)
    _dress_templates(app)
    for blueprint in _doors():
        app.register_blueprint(blueprint)
    viewer.refuse_undeclared(app)
    redis.refuse_unsafe(app.config["REDIS_URL"])
    app.cli.add_command(demo.commands)
    gc.freeze()  # all this stays: nobody has to look through it again, and children share it
    return app


def _for_extensions(settings: dict[str, Any]) -> dict[str, Any]:
    hosts = [host.strip() for host in settings["TRUSTED_HOSTS"].split(",") if host.strip()]
    return {
        "SQLALCHEMY_DATABASE_URI": settings["DATABASE_URL"],
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings["DATABASE_URL"], settings["DATABASE_POOL_SIZE"]),
        "TRUSTED_HOSTS": hosts or None,
        "SESSION_COOKIE_NAME": "__Host-form" if settings["SESSION_COOKIE_SECURE"] else "form",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,  # our own origin check looks at every change, with or without TLS
        "MAX_FORM_MEMORY_SIZE": MIB,
        "MAX_CONTENT_LENGTH": 32 * MIB,
        "COMPRESS_MIMETYPES": HTML_LIKE,
        "COMPRESS_STREAMS": False,
    }


def _extend(app: Flask) -> None:
    app.session_interface = headers.FormSession()
    db.init_app(app)
    Migrate(app, db, directory=f"{config.ROOT}/migrations", compare_type=True, render_as_batch=True)
    Babel(app)
    HTMX(app)
    Compress(app)
    edge.install(app)
    CSRFProtect(app)
    limits.install(app, is_known=people.is_known)
    assets.install(app)
    jobs.load()
    facts.follow(app, REACTIONS)
    mentions.install(app, existing=_handles_met)
    viewer.install(app, people.session_for, supposed=people.supposed, is_fresh=people.is_fresh, **_of_factors())
    if app.config["PROXY_HOPS"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[app.config["PROXY_HOPS"]] * 3)


def _of_factors() -> dict[str, Any]:
    return {"has_factor": factors.has_any, "lacks_factor": factors.lacks}


def _dress_templates(app: Flask) -> None:
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    compiled.install(app)
    filters.install(app)
    helpers = {"live": hypermedia.live, "csrf_field": hypermedia.csrf_field, "dom_id": hypermedia.dom_id}
    helpers["content_url"] = places.content_url
    app.jinja_env.globals |= helpers | {"public_url": app.config["PUBLIC_URL"]}
    drawn.install(app)
    frame.install(app)


def _handles_met(handles: list[str], who: Any) -> set[str]:
    """Return which of these handles lead `who` to somebody."""
    return people.among(handles, but=graph.hidden_ids(who) if who.is_signed_in else None)


def _doors() -> list:
    """Import every module below wm.blueprints and return the blueprints that they offer as `bp`."""
    found = pkgutil.walk_packages(wm.blueprints.__path__, "wm.blueprints.")
    modules = [importlib.import_module(module.name) for module in found]
    return [module.bp for module in modules if hasattr(module, "bp")]


__all__ = ["create_app", "models"]
