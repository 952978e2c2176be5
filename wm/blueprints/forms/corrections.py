"""The form of a correction: an open case, two accounts, an amount, and why."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from wm.domains import ledger, platform
from wm.kernel import ids, money
from wm.kernel.errors import Invalid
from wm.web.forms import Form

KEY_LENGTH = 22
NAME_LENGTH = 80


class CorrectionForm(Form):
    """`asked` is how much, in minor units, once the form came back well."""

    asked = 0
    key = HiddenField(validators=[InputRequired(), Length(min=8, max=KEY_LENGTH)])
    case = SelectField(_("The case that says what is wrong"))
    source = StringField(_("From"), [InputRequired(), Length(max=NAME_LENGTH)])
    target = StringField(_("To"), [InputRequired(), Length(max=NAME_LENGTH)])
    amount = StringField(_("How much"), [InputRequired(), Length(max=16)], render_kw={"inputmode": "decimal"})
    reason = StringField(_("Why"), [InputRequired(), Length(max=platform.REASON_LENGTH)])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = ledger.open_cases()
        self.case.choices = [(each.public_id, f"{each.kind} {each.subject}: {each.words[:80]}") for each in self.cases]

    @classmethod
    def fresh(cls, **known) -> "CorrectionForm":
        """Return an empty form with a key of its own."""
        return cls(formdata=None, key=ids.new(KEY_LENGTH), **known)

    def validate_amount(self, field) -> None:
        """Say beside the field what is wrong with the amount."""
        try:
            self.asked = money.read(field.data or "")
        except Invalid as refusal:
            raise ValidationError(refusal.message) from None

    def validate_source(self, field) -> None:
        """Say which account is not there."""
        _find(field)

    def validate_target(self, field) -> None:
        """Say which account is not there."""
        _find(field)


def _find(field) -> None:
    if not ledger.is_account(field.data or ""):
        raise ValidationError(_("There is no account of that name."))
