"""The forms that fill the pool of rewards, and say who earns from it."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from wm.domains import platform, rewards
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


class RuleForm(Form):
    long_seconds = IntegerField(_("A long film has so many seconds"), [NumberRange(min=1)])
    films = IntegerField(_("So many long films"), [NumberRange(min=1)])
    followers = IntegerField(_("So many followers"), [NumberRange(min=1)])
    why = StringField(_("Why"), [InputRequired(), Length(max=platform.REASON_LENGTH)])

    @classmethod
    def filled(cls) -> "RuleForm":
        """Return the form with what is needed at this moment."""
        return cls(formdata=None, **rewards.needed()._asdict())
