"""Health: is the process alive, and are the parts that it stands on."""

from flask import Blueprint, Response, jsonify

from wm.domains import platform
from wm.web.viewer import public

bp = Blueprint("health", __name__)


@bp.get("/health")
@public
def alive() -> Response:
    return jsonify(status="alive")


@bp.get("/health/ready")
@public
def ready() -> tuple[Response, int]:
    parts = platform.parts()
    is_ready = all(part["ok"] for part in parts.values() if part["needed"])
    return jsonify(status="ready" if is_ready else "not ready", parts=parts), 200 if is_ready else 503
