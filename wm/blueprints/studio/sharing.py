"""How far one film may travel: sites that may frame it, and its original file."""

from flask import Response, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.sharing import SharingForm
from wm.blueprints.studio import bp as door
from wm.domains import content
from wm.web.hypermedia import page, swap
from wm.web.viewer import signed_in, viewer

FRAGMENT = "studio/travel/_sharing.html"


@door.route("/films/<public_id>/sharing", methods=("GET", "POST"))
@signed_in
def sharing(public_id: str) -> Response:
    """Show which sites may show the film and whether its original is handed out, and change it."""
    piece = content.own(public_id, viewer())
    form = SharingForm.of(piece)
    if form.accepts(_set_up, piece, form):
        back = url_for("studio.sharing", public_id=public_id)
        return swap(back, FRAGMENT, message=_("Saved."), film=piece, form=SharingForm.of(piece))
    return page("studio/travel/sharing.html", FRAGMENT, form.status, film=piece, form=form)


def _set_up(piece: content.Content, form: SharingForm) -> content.Sharing:
    said = {"embed": form.embed.data, "sites": form.sites.data or "", "may_download": form.may_download.data}
    return content.sharing.set_up(piece, **said)
