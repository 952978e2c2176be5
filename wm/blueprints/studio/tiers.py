"""The tiers of one's own, and who is a member."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.memberships import TierForm
from wm.blueprints.studio import bp as door
from wm.domains import memberships, people
from wm.kernel import money
from wm.kernel.errors import NotFound
from wm.web.hypermedia import go, page, swap
from wm.web.sheets import sheet
from wm.web.viewer import signed_in, viewer

DEEDS = {
    "up": memberships.move_up,
    "down": memberships.move_down,
    "closing": memberships.close,
    "opening": memberships.reopen,
    "removal": memberships.remove,
}


@door.get("/tiers")
@signed_in
def tiers() -> Response:
    """Show the tiers, what each brings in, and the newest members."""
    return page("studio/tiers/index.html", "studio/tiers/_tiers.html", **_tiers())


def _tiers() -> dict:
    mine = memberships.tiers_of(viewer().id, closed=True)
    shown = {"tiers": mine, "counts": memberships.counts(viewer().id), "opened": memberships.opened(viewer().id)}
    return shown | {"may_add": len(mine) < memberships.TIERS}


@door.route("/tiers/new", methods=("GET", "POST"))
@signed_in
def new_tier() -> Response:
    """Make a tier."""
    form = TierForm()
    if form.accepts(lambda: memberships.make_tier(viewer().id, **form.fields_of_tier())):
        people.become_creator(viewer())
        return go(url_for("studio.tiers"), _("Your tier is open. People find it on your page."))
    return page("studio/tiers/edit.html", "studio/tiers/_form.html", form.status, form=form, tier=None)


@door.route("/tiers/<public_id>", methods=("GET", "POST"))
@signed_in
def tier(public_id: str) -> Response:
    """Change a tier."""
    mine = memberships.own_tier(public_id, viewer())
    form = TierForm.of(mine)
    if form.accepts(lambda: memberships.edit_tier(mine, **form.fields_of_tier())):
        return go(url_for("studio.tiers"), _("Saved."))
    return page("studio/tiers/edit.html", "studio/tiers/_form.html", form.status, form=form, tier=mine)


@door.post("/tiers/<public_id>/<deed>")
@signed_in
def change_tier(public_id: str, deed: str) -> Response:
    """Move a tier up or down, close it, open it again, or remove it."""
    mine = memberships.own_tier(public_id, viewer())
    if deed not in DEEDS:
        raise NotFound()
    DEEDS[deed](mine)
    return swap(url_for("studio.tiers"), "studio/tiers/_tiers.html", **_tiers())


@door.get("/members")
@signed_in
def members() -> Response:
    """Show who is a member, since when and with how much in all; `words` and `state` narrow that."""
    return page("studio/tiers/members.html", "studio/tiers/_members.html", **_members())


def _members() -> dict:
    given = {"words": request.args.get("words", "").strip()[:60], "state": request.args.get("state", "")}
    found = memberships.members(viewer().id, **given, cursor=request.args.get("after"))
    next_url = url_for("studio.members", **given, after=found.next) if found.next else None
    return {"members": found.items, "given": given, "next_url": next_url, "is_first": not request.args.get("after")}


@door.get("/members.csv")
@signed_in
def members_csv() -> Response:
    """Give out the same as a file."""
    given = {"words": request.args.get("words", "").strip()[:60], "state": request.args.get("state", "")}
    head = [
        _("Name"),
        _("Handle"),
        _("Tier"),
        _("State"),
        _("Paid by"),
        _("Since"),
        _("Until"),
        _("Paid"),
        _("Currency"),
    ]
    rows = (_line(member) for member in memberships.all_members(viewer().id, **given))
    return sheet([head, *rows], "weekmotion-members.csv")


def _line(member: memberships.Member) -> list:
    row, person = member.row, member.person
    days = row.joined_at.date().isoformat(), row.ends_at.date().isoformat()
    total = money.in_major(member.total, row.tier.currency)
    return [person.name, person.handle, row.tier.name, row.state, row.period, *days, total, row.tier.currency]
