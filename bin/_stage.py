"""A stage for measuring: our app on a MariaDB and a Redis of its own, gone at the end."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import flask_migrate
from sqlalchemy import make_url

from tests import services
from wm.app import create_app


@contextmanager
def stage(settings: dict[str, str] | None = None, **options: str) -> Iterator:
    """Give an app with an empty schema, its context open; children that are started now get its settings.

    `settings` are more of the app's, `options` are MariaDB's."""
    with ExitStack() as stack:
        folder = tempfile.mkdtemp(prefix="wm-bench-")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        mariadb = _started(stack, lambda: services.MariaDB(**options))
        redis = _started(stack, services.Redis)
        url = mariadb.url("bench")
        stack.enter_context(services.database(make_url(url)))
        given = {"DATABASE_URL": url, "REDIS_URL": redis.url, "VAR_DIR": f"{folder}/var", "LOG_LEVEL": "WARNING"}
        given |= {"BROWSE_LIMIT": "10000000 per minute", "ENVIRONMENT": "testing", "PUBLIC_URL": "http://localhost"}
        given |= settings or {}
        os.environ.update(given)
        Path(given["VAR_DIR"]).mkdir(exist_ok=True)
        app = create_app()
        stack.enter_context(app.app_context())
        flask_migrate.upgrade()
        yield app


def _started(stack: ExitStack, program):
    try:
        server = program()
    except services.Missing as missing:
        sys.exit(f"{missing} is not installed on this machine")
    stack.callback(server.stop)
    return server


def warn_if_busy() -> None:
    """Say that figures taken beside other work say little."""
    load = os.getloadavg()[0]
    if load > os.cpu_count() / 2:
        print(f"!! this machine is busy (load {load:.1f}): repeat this when it rests", file=sys.stderr)


def p95(figures) -> float:
    """Return the 95th percentile; 0 for none."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] if ordered else 0.0
