"""The form that fills the pool of rewards."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from wm.domains import platform
from wm.kernel import ids, money
from wm.kernel.errors import Invalid
from wm.web.forms import Form

KEY_LENGTH = 22


class FundForm(Form):
    """`asked` is how much, in minor units, once the form came back well."""

    asked = 0
    key = HiddenField(validators=[InputRequired(), Length(max=KEY_LENGTH)])
    amount = StringField(_("How much"), [InputRequired(), Length(max=16)], render_kw={"inputmode": "decimal"})
    reason = StringField(_("Why"), [InputRequired(), Length(max=platform.REASON_LENGTH)])

    @classmethod
    def fresh(cls) -> "FundForm":
        """Return an empty form with a key of its own."""
        return cls(formdata=None, key=ids.new(KEY_LENGTH))

    def validate_amount(self, field) -> None:
        """Say beside the field what is wrong with the amount."""
        try:
            self.asked = money.read(field.data or "")
        except Invalid as refusal:
            raise ValidationError(refusal.message) from None
        if not self.asked:
            raise ValidationError(_("Write more than nothing."))
