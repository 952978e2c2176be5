"""Jobs: how much waits on each queue, and what failed for good."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.domains import platform
from wm.web.hypermedia import page, swap
from wm.web.viewer import staff, viewer

bp = Blueprint("admin_jobs", __name__, url_prefix="/admin/jobs")


@bp.get("")
@staff("admin")
def index() -> Response:
    return page("admin/jobs.html", "admin/_failed.html", backlog=platform.backlog(), failed=platform.failed_jobs())


@bp.post("/<int:job_id>/another-try")
@staff("admin")
def another_try(job_id: int) -> Response:
    platform.retry_job(job_id, by=viewer(), reason=request.form.get("reason", ""))
    return _done(_("It is tried again."))


@bp.post("/<int:job_id>/removal")
@staff("admin")
def removal(job_id: int) -> Response:
    platform.drop_job(job_id, by=viewer(), reason=request.form.get("reason", ""))
    return _done(_("It is put aside."))


def _done(message: str) -> Response:
    return swap(url_for("admin_jobs.index"), "admin/_failed.html", message=message, failed=platform.failed_jobs())
