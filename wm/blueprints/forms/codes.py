"""The form of a discount code, and that of a bundle: both choose among pieces that have a price."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateTimeLocalField, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from wm.blueprints.hours import meant
from wm.domains import market
from wm.domains.content import Content
from wm.kernel import money
from wm.kernel.errors import Invalid
from wm.web.forms import Form

FIGURES = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 12}
COUNT = {"inputmode": "numeric", "autocomplete": "off"}
MINUTES = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class Ticks(SelectMultipleField):
    """Pieces to tick, by their public ids."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def offer(self, pieces: list[Content]) -> None:
        """Say which pieces can be ticked."""
        self.choices = [SelectChoice(piece.public_id, piece.heading) for piece in pieces]


def amount_of(field: StringField) -> int:
    """Return a typed amount in minor units, or say beside the field what is wrong with it."""
    try:
        return money.read(field.data or "")
    except Invalid as refusal:
        raise ValidationError(refusal.message) from None


class CodeForm(Form):
    """`asked` is the amount, per cent or minor units, once the form came back well."""

    asked = 0

    word = StringField(
        _("Code"),
        [DataRequired(_("Give the code a name.")), Length(max=market.WORD_LENGTH)],
        render_kw={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"},
    )
    kind = RadioField(
        _("What it takes away"),
        choices=[SelectChoice("percent", _("Per cent")), SelectChoice("fixed", _("A fixed amount"))],
        default="percent",
    )
    amount = StringField(_("How much"), [DataRequired(_("Say how much."))], render_kw=FIGURES)
    most = IntegerField(_("Uses in all"), [Optional()], render_kw=COUNT)
    most_each = IntegerField(_("Uses of one buyer"), [Optional()], default=1, render_kw=COUNT)
    starts_at = DateTimeLocalField(_("From"), [Optional()], format=MINUTES)
    ends_at = DateTimeLocalField(_("Until"), [Optional()], format=MINUTES)
    scope = RadioField(
        _("For"),
        choices=[SelectChoice("all", _("Everything of yours, bundles too")), SelectChoice("some", _("Chosen pieces"))],
        default="all",
    )
    pieces = Ticks(_("Pieces"))

    def validate_amount(self, field) -> None:
        """Read per cent as a whole number, and money as money."""
        text = (field.data or "").strip().rstrip("%").strip()
        if self.kind.data == "fixed":
            self.asked = amount_of(field)
        elif text.isascii() and text.isdigit() and len(text) < 4:
            self.asked = int(text)
        else:
            raise ValidationError(_("Write whole per cent, like 20."))

    def wanted(self, ids: dict[str, int]) -> dict[str, Any]:
        """Return the code as `market.codes.make` takes it; `ids` are row ids by public id."""
        limits = {name: self[name].data for name in ("most", "most_each")}
        limits |= {name: meant(self[name].data) if self[name].data else None for name in ("starts_at", "ends_at")}
        some = [ids[each] for each in self.pieces.data or () if each in ids]
        pieces = some if self.scope.data == "some" else None
        return {"word": self.word.data, "kind": self.kind.data, "amount": self.asked, "pieces": pieces, **limits}


class BundleForm(Form):
    """`asked` is the price in minor units, once the form came back well."""

    asked = 0

    title = StringField(_("Name"), [DataRequired(_("Give the bundle a name.")), Length(max=market.TITLE_LENGTH)])
    words = TextAreaField(_("What it is about"), [Length(max=market.BUNDLE_WORDS)], render_kw={"rows": 4})
    price = StringField(_("Price of all together"), [DataRequired(_("Say what it costs."))], render_kw=FIGURES)
    pieces = Ticks(_("Pieces in it"))

    def validate_price(self, field) -> None:
        """Read the price as money."""
        self.asked = amount_of(field)

    def wanted(self, ids: dict[str, int]) -> dict[str, Any]:
        """Return the bundle as `market.bundles.make` takes it; `ids` are row ids by public id."""
        pieces = [ids[each] for each in self.pieces.data or () if each in ids]
        return {"title": self.title.data, "words": self.words.data or "", "amount": self.asked, "pieces": pieces}
