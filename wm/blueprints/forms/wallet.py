"""Forms of the wallet: adding money, and the limits that people set themselves."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from wm.domains import payments
from wm.kernel import ids, money
from wm.kernel.errors import Invalid
from wm.web.forms import Form

AMOUNT = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 12}
KEY_LENGTH = 22


class OnceForm(Form):
    """Parent of every form that moves money: its key makes a double click, or the same POST again, count once."""

    key = HiddenField(
        default=lambda: ids.new(KEY_LENGTH),
        validators=[Regexp(rf"[{ids.ALPHABET}]{{{KEY_LENGTH}}}\Z", message=_("Reload the page and try again."))],
    )


class AddForm(OnceForm):
    amount = StringField(_("Amount"), [InputRequired(_("Say how much.")), Length(max=12)], render_kw=AMOUNT)
    gateway = RadioField(_("How"), [InputRequired(_("Choose a way to pay."))])

    def offer(self, ways: list[tuple[str, str]]) -> "AddForm":
        """Offer these ways to pay, the first of them chosen."""
        self.gateway.choices = ways
        if self.gateway.data is None and ways:
            self.gateway.data = ways[0][0]
        return self

    def begin(self, person, network: str) -> payments.PaymentAttempt:
        """Begin the payment that was asked for. Raises Invalid (422) and what `payments.checkout` raises."""
        amount = _read(self.amount)
        return payments.checkout(person, amount, gateway=self.gateway.data, key=self.key.data, network=network)


class LimitsForm(Form):
    day = StringField(_("Per day"), [Length(max=12)], render_kw=AMOUNT)
    month = StringField(_("Per month"), [Length(max=12)], render_kw=AMOUNT)

    def wanted(self) -> tuple[int | None, int | None]:
        """Return the limits as typed, in minor units; an empty field is no limit. Raises Invalid (422)."""
        return tuple(_read(field) if (field.data or "").strip() else None for field in (self.day, self.month))


def _read(field: StringField) -> int:
    """Return the amount in a field, in minor units. Raises Invalid (422), said beside the field."""
    try:
        return money.read(field.data)
    except Invalid as refusal:
        raise Invalid(fields={field.name: [refusal.message]}) from None
