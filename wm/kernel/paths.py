"""Where things lie on this machine."""

from pathlib import Path

from flask import current_app


def var(*parts: str) -> Path:
    """Return a path below the folder of everything the site writes; its parent exists afterwards."""
    path = Path(current_app.config["VAR_DIR"], *parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
