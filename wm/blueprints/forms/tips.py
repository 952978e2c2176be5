"""Forms of tips: how much, a few words, and who may know."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from wm.domains import tips
from wm.kernel import ids, money
from wm.kernel.errors import Invalid
from wm.web.forms import Form

KEY_LENGTH = 22
OWN = "own"
LONGEST = 12  # digits of an amount in an address
BY_NAME = {str(amount): amount for amount in tips.OFFERED}


class TipForm(Form):
    """`amount` is one of those offered, in minor units, or "own": then `own` says it in figures.

    `asked` is what it comes to, in minor units, once the form came back well."""

    asked = 0

    key = HiddenField(validators=[InputRequired(), Length(max=KEY_LENGTH)])
    amount = RadioField(_("How much"), validate_choice=True)
    own = StringField(_("Your own amount"), [Length(max=16)], render_kw={"inputmode": "decimal", "autocomplete": "off"})
    words = TextAreaField(_("A few words"), [Length(max=tips.WORDS_LENGTH)])
    shown = RadioField(_("Who sees it"), validate_choice=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.amount.choices = [*((str(each), money.written(each)) for each in tips.OFFERED), (OWN, _("Other"))]
        self.shown.choices = [("creator", _("The creator")), ("public", _("Everybody")), ("nobody", _("Nobody"))]
        self.words.render_kw = {"rows": 2, "maxlength": tips.WORDS_LENGTH}

    @classmethod
    def fresh(cls, amount: str | None = "", words: str = "", shown: str = "") -> "TipForm":
        """Return an empty form with a key of its own, filled in as somebody came back with it."""
        offered = amount in map(str, tips.OFFERED)
        known = {"amount": amount if offered or not amount else OWN, "own": "" if offered else _in_figures(amount)}
        known["amount"] = known["amount"] or str(tips.OFFERED[1])
        known["shown"] = shown if shown in tips.SHOWN else tips.SHOWN[0]
        return cls(formdata=None, key=ids.new(KEY_LENGTH), words=words, **known)

    def is_for_comment(self, name: str, is_fresh: bool) -> None:
        """Name whoever wrote the comment; what is said to them stands beside it unless somebody chooses otherwise."""
        self.shown.choices = [("creator", name), *self.shown.choices[1:]]
        self.shown.data = "public" if is_fresh else self.shown.data

    def validate_own(self, field) -> None:
        """Say beside the field what is wrong with one's own amount, when that is chosen."""
        try:
            self.asked = money.read(field.data or "") if self.amount.data == OWN else BY_NAME.get(self.amount.data, 0)
        except Invalid as refusal:
            raise ValidationError(refusal.message) from None


def _in_figures(amount: str | None) -> str:
    """Return minor units of an address as somebody would write them: "750" is 7.50; nothing for anything else."""
    is_amount = amount and len(amount) <= LONGEST and amount.isascii() and amount.isdecimal()
    return str(money.in_major(int(amount))) if is_amount else ""


class ThanksForm(Form):
    words = StringField(_("Say thank you"), [InputRequired(), Length(max=tips.THANKS_LENGTH)])
