"""The post box of development: reads the mails that were written as files."""

import email
import email.policy
import re
from email.message import EmailMessage

from flask import Blueprint, Response, current_app

from wm.kernel import mail, paths
from wm.kernel.errors import NotFound
from wm.web.hypermedia import page
from wm.web.viewer import public

bp = Blueprint("devmail", __name__, url_prefix="/dev/mail")
NAME = re.compile(r"[0-9T]{21}-\w{6}\.eml", re.ASCII)
MOST = 50


@bp.before_request
def only_where_mails_are_files() -> None:
    """Hide the post box where real people get real mail. Raises NotFound (404)."""
    settings = current_app.config
    if settings["ENVIRONMENT"] not in ("development", "testing") or settings["SMTP_URL"]:
        raise NotFound()


@bp.get("/")
@public
def index() -> Response:
    return page("devmail/index.html", mails=[(name, _read(name)) for name in mail.written()[:MOST]])


@bp.get("/<name>")
@public
def show(name: str) -> Response:
    return page("devmail/show.html", mail=_read(name), text=_read(name).get_body(("plain",)).get_content())


def _read(name: str) -> EmailMessage:
    path = paths.var("mail", name)
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFound()
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
