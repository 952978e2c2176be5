"""Opening the sign-in of somebody who has lost every way in: what is set, what to make sure of, and the deed."""

import click
from flask import Blueprint, Response, url_for

from wm.blueprints.admin import two
from wm.blueprints.forms.safety import OpeningForm
from wm.domains import factors, people
from wm.kernel.db import transaction
from wm.kernel.errors import DomainError
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_safety", __name__, url_prefix="/admin/people/<handle>/sign-in", cli_group="sign-in")


@bp.get("")
@staff("admin")
def show(handle: str) -> Response:
    """Show which second factors somebody has; never what they are."""
    return _page(people.by_handle(handle), OpeningForm(formdata=None))


@bp.post("")
@staff("admin")
@fresh
def ask_opening(handle: str) -> Response:
    """Ask for them to be taken away; the owner hears of it at once, and somebody else has to agree."""
    person, form = people.by_handle(handle), OpeningForm()
    told = {"by": viewer(), "steps": form.steps.data or [], "reason": form.reason.data or ""}
    if form.accepts(factors.ask_opening, person, **told):
        return go(url_for("admin_safety.show", handle=handle), two.asked_for())
    return _page(person, form)


@bp.cli.command("open")
@click.argument("handle")
@click.argument("reason")
def from_console(handle: str, reason: str) -> None:
    """Remove the second step of HANDLE, who has lost it: for a site whose only admin is shut out."""
    try:
        with transaction():
            factors.open_from_console(people.by_handle(handle), reason=reason)
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(f"A password signs @{handle} in again. No money of theirs leaves for three days.")


def _page(person: people.Person, form: OpeningForm) -> Response:
    known = {
        "person": person,
        "form": form,
        "app": factors.find_app(person),
        "rests_until": factors.rests_until(person.id),
    }
    known |= {"passkeys": factors.passkeys_of(person), "left": factors.left(person), "least": factors.LEAST_STEPS}
    known |= two.about(factors.subject_of_opening(person))
    return page("admin/people/sign_in.html", "admin/people/_opening.html", form.status, **known)
