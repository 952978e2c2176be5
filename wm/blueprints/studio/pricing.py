"""What one's own pieces cost: the panel on the page of each, and the list of all."""

from flask import Response, request, url_for
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields import SelectChoice

from wm.blueprints.studio import bp as door
from wm.domains import content, market, memberships
from wm.kernel import money
from wm.kernel.errors import Invalid
from wm.web.forms import Form
from wm.web.hypermedia import page, swap
from wm.web.viewer import signed_in, viewer

_ = lazy_gettext
AMOUNT = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 12, "placeholder": "0.00"}
RENTED = ("film", "course")


class PriceForm(Form):
    """What a piece costs to keep and to rent, who else opens it, and the film that is shown before the lock."""

    unlock = StringField(_("To keep it"), render_kw=AMOUNT)
    is_floor = BooleanField(_("Buyers may pay more than that"))
    rental = StringField(_("To rent it for 48 hours"), render_kw=AMOUNT)
    by_level = SelectField(_("Members open it"))
    by_pro = BooleanField(_("People with Pro open it too"))
    trailer = SelectField(_("Shown before the lock"))

    @classmethod
    def of(cls, piece: content.Content) -> "PriceForm":
        """Return the form as the piece stands, or as it was just sent."""
        now, lock = market.prices_of(piece), content.lock_of(piece)
        typed = {offer.kind: str(money.in_major(offer.amount)) for offer in now.all}
        known = {"is_floor": bool(now.unlock and now.unlock.is_floor), "by_pro": bool(lock and lock.by_pro)}
        films = content.desk.films(viewer())
        known |= {"by_level": str(lock.by_level if lock else 0), "trailer": _chosen(piece, films)}
        form = cls(data=typed | known)
        form.offer_tiers(lock.by_level if lock else 0)
        form.trailer.choices = [SelectChoice("", gettext("Its poster alone"))]
        form.trailer.choices += [SelectChoice(film.public_id, film.title) for film in films if film.id != piece.id]
        if piece.kind not in RENTED:
            del form.rental
        return form

    def offer_tiers(self, chosen: int) -> None:
        """Offer one's own tiers, and the level that is chosen already; nothing when there are none."""
        names = {tier.level: tier.name for tier in memberships.tiers_of(viewer().id, closed=True)}
        if not names and not chosen:
            del self.by_level
            return
        levels = sorted({*names, chosen} - {0})
        words = {level: names.get(level, gettext("Tier %(level)s", level=level)) for level in levels}
        self.by_level.choices = [SelectChoice("0", gettext("No tier opens it"))]
        self.by_level.choices += [
            SelectChoice(str(level), gettext("%(tier)s and what is above it", tier=words[level])) for level in levels
        ]

    def save(self, piece: content.Content) -> market.Prices:
        """Let the piece cost what the form says. Raises BadPrice or Invalid (422), NotFound (404)."""
        rental = _amount(self.rental) if "rental" in self else None
        prices = market.set_prices(piece, unlock=_amount(self.unlock), rental=rental, is_floor=bool(self.is_floor.data))
        by_level = int(self.by_level.data) if "by_level" in self else 0
        content.set_lock(piece, by_pro=bool(self.by_pro.data), by_level=by_level)
        content.set_trailer(piece, self.trailer.data or None, viewer())
        return prices


def _chosen(piece: content.Content, films: list[content.Content]) -> str:
    return next((film.public_id for film in films if film.id == piece.trailer_id), "")


def _amount(field: StringField) -> int | None:
    """Return what was typed in minor units, None for an empty field. Raises Invalid (422), beside the field."""
    if not (field.data or "").strip():
        return None
    try:
        return money.read(field.data)
    except Invalid as refusal:
        raise Invalid(fields={field.name: [refusal.message]}) from None


@door.app_template_global()
def price_form(piece: content.Content) -> PriceForm:
    """Return the form of the panel on the page of one's own piece."""
    return PriceForm.of(piece)


@door.route("/pieces/<public_id>/price", methods=("GET", "POST"))
@signed_in
def price(public_id: str) -> Response:
    """Show what a piece costs, and change it."""
    piece = content.own(public_id, viewer())
    form = PriceForm.of(piece)
    if form.accepts(form.save, piece):
        place = url_for("studio.price", public_id=public_id)
        return swap(
            place, "market/_price.html", message=gettext("The price is kept."), piece=piece, form=PriceForm.of(piece)
        )
    return page("market/price.html", "market/_price.html", form.status, piece=piece, form=form)


@door.get("/prices")
@signed_in
def prices() -> Response:
    """Show everything of one's own that costs something."""
    found = market.priced(viewer(), request.args.get("after"))
    ids = [content_id for content_id, _offer in found.items]
    known = {"pieces": content.in_order(ids), "offers": market.offers(ids), "sold": market.sold(ids)}
    more = url_for("studio.prices", after=found.next) if found.next else None
    return page("market/prices.html", "market/_prices.html", **known, next_url=more)
