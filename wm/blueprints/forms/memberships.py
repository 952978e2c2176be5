"""The form of a tier."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from wm.domains import memberships
from wm.domains.memberships import Tier
from wm.kernel import money
from wm.kernel.errors import Invalid
from wm.web.forms import Form

COLOURS = [
    SelectChoice("marigold", _("Marigold")),
    SelectChoice("teal", _("Teal")),
    SelectChoice("leaf", _("Leaf")),
    SelectChoice("brick", _("Brick")),
    SelectChoice("ink", _("Ink")),
]
FIGURES = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 12}


class TierForm(Form):
    name = StringField(
        _("Name"),
        [DataRequired(_("Give the tier a name.")), Length(max=memberships.NAME_LENGTH)],
        render_kw={"maxlength": memberships.NAME_LENGTH},
    )
    per_month = StringField(_("Price of a month"), [DataRequired(_("Say what a month costs."))], render_kw=FIGURES)
    per_year = StringField(_("Price of a year"), [Optional()], render_kw=FIGURES)
    benefits = TextAreaField(
        _("What members get"),
        [Length(max=memberships.BENEFITS * (memberships.BENEFIT_LENGTH + 2))],
        description=_("One line each, up to eight."),
        render_kw={"rows": 5},
    )
    trial_days = IntegerField(
        _("Free days at the beginning"),
        [Optional()],
        default=0,
        description=_("0 for none, up to 30; each person once."),
        render_kw={"min": 0, "max": memberships.TRIAL_DAYS},
    )
    colour = RadioField(_("Colour of the badge"), choices=COLOURS, default="marigold")

    @classmethod
    def of(cls, tier: Tier | None) -> "TierForm":
        """Return the form as it stands for a tier, empty for a new one."""
        if tier is None:
            return cls()
        said = {"name": tier.name, "benefits": "\n".join(tier.benefits), "colour": tier.colour}
        said |= {"per_month": _typed(tier.per_month), "per_year": _typed(tier.per_year), "trial_days": tier.trial_days}
        return cls(data=said)

    def fields_of_tier(self) -> dict:
        """Return what was typed, as the domain takes it. Raises Invalid (422) for what is no amount."""
        said = {"name": self.name.data, "benefits": (self.benefits.data or "").splitlines(), "colour": self.colour.data}
        prices = {name: _read(name, self[name].data) for name in ("per_month", "per_year")}
        return said | prices | {"trial_days": self.trial_days.data or 0}


def _typed(amount: int | None) -> str:
    return "" if amount is None else str(money.in_major(amount))


def _read(name: str, text: str | None) -> int | None:
    try:
        return money.read(text) if (text or "").strip() else None
    except Invalid as refusal:
        raise Invalid(fields={name: [refusal.message]}) from None
