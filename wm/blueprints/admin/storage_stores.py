"""Stores: a test of the present one and of any other, and moving everything into another one."""

import os

import click
from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.storage import StoreForm
from wm.domains import platform, storage
from wm.kernel.db import commit, transaction
from wm.kernel.errors import DomainError
from wm.kernel.storage import store
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_storage_stores", __name__, url_prefix="/admin/storage/stores", cli_group="storage")
MOVES_TO = "storage.moved_to"


@bp.get("")
@staff("admin")
def index() -> Response:
    return _page(StoreForm(formdata=None))


@bp.post("/test")
@staff("admin")
@fresh
def test_present() -> Response:
    """Try every kind of call on the store that is in use."""
    return _page(StoreForm(formdata=None), storage.probing.probe(store()))


@bp.post("/other")
@staff("admin")
@fresh
def test_other() -> Response:
    """Try the same on another one; what was typed is forgotten with the answer."""
    form = StoreForm()
    return _page(
        form, storage.probing.probe(storage.moving.reached(form.target)) if form.sent() else None, of_other=True
    )


@bp.post("/move")
@staff("admin")
@fresh
def move() -> Response:
    form = StoreForm()
    if form.accepts(_begin, form):
        return go(url_for("admin_storage_stores.index"), _("The move has begun. Nothing is deleted here."))
    return _page(form)


def _begin(form: StoreForm) -> None:
    row = storage.moving.promise(form.target)
    platform.audit(MOVES_TO, viewer(), f"move:{row.public_id}", to=row.words)


@bp.get("/move")
@staff("admin")
def progress() -> Response:
    return page("admin/storage/stores.html", "admin/storage/_move.html", **_known(StoreForm(formdata=None)))


@bp.post("/move/<public_id>/end")
@staff("admin")
def stop(public_id: str) -> Response:
    storage.moving.stop(public_id)
    return go(url_for("admin_storage_stores.index"), _("The move has been stopped. What was copied stays there."))


def _known(form: StoreForm) -> dict:
    row = storage.moving.latest()
    return {"form": form, "move": row, "settings": storage.moving.settings(row) if row else {}}


def _page(form: StoreForm, checks: list | None = None, of_other: bool = False) -> Response:
    known = _known(form) | {"checks": checks, "of_other": of_other}
    return page("admin/storage/stores.html", "admin/storage/_test.html", form.status, **known)


@bp.cli.command("move")
@click.option("--to", required=True, help="https://endpoint/bucket, or the path of a folder")
def from_console(to: str) -> None:
    """Copy everything into another store, on from where the last try came to. Keys: MOVE_ACCESS_KEY, MOVE_SECRET_KEY."""
    with transaction():
        row = storage.moving.current() or storage.moving.begin(storage.moving.read(to, os.environ))
        number, words = row.id, row.words
    click.echo(f"Copying into {words}. Nothing is deleted here.")
    try:
        storage.moving.run(number)
    except (OSError, DomainError) as error:
        raise click.ClickException(f"{error}. Run the same command again: it goes on from there.") from None
    row = storage.moving.latest()
    commit()
    click.echo(f"{row.copied} objects copied, {row.state}. Now set:")
    for name, value in storage.moving.settings(row).items():
        click.echo(f"  {name}={value}")
