"""The application as web servers load it, but for what the build of broken.py that WM_BROKEN names does to it."""

import os
from contextlib import ExitStack

from tests.trust.media import broken
from wsgi import app

kept = ExitStack()
kept.enter_context(getattr(broken, os.environ["WM_BROKEN"])())

__all__ = ["app"]
