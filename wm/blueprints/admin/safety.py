"""Opening the sign-in of somebody who has lost every way in: what is set, what to make sure of, and the deed."""

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.safety import OpeningForm
from wm.domains import factors, people
from wm.web.hypermedia import go, page
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_safety", __name__, url_prefix="/admin/people/<handle>/sign-in")


@bp.get("")
@staff("admin")
def show(handle: str) -> Response:
    """Show which second factors somebody has; never what they are."""
    return _page(people.by_handle(handle), OpeningForm(formdata=None))


@bp.post("")
@staff("admin")
@fresh
def open_sign_in(handle: str) -> Response:
    """Take them away; the owner hears of it at once, and no money leaves for three days."""
    person, form = people.by_handle(handle), OpeningForm()
    told = {"by": viewer(), "steps": form.steps.data or [], "reason": form.reason.data or ""}
    if form.accepts(factors.open_sign_in, person, **told):
        done = _(
            "The sign-in of %(name)s is open: a password is enough until they set up a second step again.",
            name=person.name,
        )
        return go(url_for("admin_safety.show", handle=handle), done)
    return _page(person, form)


def _page(person: people.Person, form: OpeningForm) -> Response:
    known = {
        "person": person,
        "form": form,
        "app": factors.find_app(person),
        "rests_until": factors.rests_until(person.id),
    }
    known |= {"passkeys": factors.passkeys_of(person), "left": factors.left(person), "least": factors.LEAST_STEPS}
    return page("admin/people/sign_in.html", "admin/people/_opening.html", form.status, **known)
