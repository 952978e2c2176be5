"""Forms of refunds: asking, giving, answering, and what a creator promises."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from wm.domains import promises, refunds
from wm.kernel import ids, money
from wm.web.forms import Form

KEY_LENGTH = 22
WAYS = [SelectChoice("wallet", _("To the wallet, at once")), SelectChoice("card", _("Back to the card"))]
WORDS = {"rows": 3, "maxlength": refunds.WORDS_LENGTH}


class _Keyed(Form):
    """Parent of what moves money: `key` makes it count once."""

    key = HiddenField(validators=[InputRequired(), Length(min=8, max=KEY_LENGTH)])
    way = RadioField(_("Where to"), choices=WAYS, default="wallet")

    @classmethod
    def fresh(cls, **known):
        """Return an empty form with a key of its own."""
        return cls(formdata=None, key=ids.new(KEY_LENGTH), **known)


class AskForm(_Keyed):
    words = TextAreaField(_("What is wrong"), [Length(max=refunds.WORDS_LENGTH)], render_kw=WORDS)


class GiveForm(_Keyed):
    """`amount` empty: all that is left."""

    amount = StringField(
        _("How much"), [Optional(), Length(max=16)], render_kw={"inputmode": "decimal", "autocomplete": "off"}
    )
    words = TextAreaField(_("A few words"), [Length(max=refunds.WORDS_LENGTH)], render_kw=WORDS)

    def asked(self) -> int | None:
        """Return the amount in minor units, None for all. Raises Invalid (422)."""
        return money.read(self.amount.data) if (self.amount.data or "").strip() else None

    def said(self) -> dict[str, str]:
        """Return what was written besides."""
        return {"words": self.words.data or "", "way": self.way.data}


class AnswerForm(Form):
    words = TextAreaField(_("Your answer"), [Length(max=refunds.WORDS_LENGTH)], render_kw=WORDS)


class PromiseForm(Form):
    days = RadioField(_("Money back, no questions asked"), coerce=int)
    part = RadioField(_("Films"), coerce=int)
    is_until_download = BooleanField(_("Not after a file was downloaded"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        days = [(each, _("Within %(n)s days", n=each) if each else _("Never")) for each in promises.DAYS]
        parts = [(each, _("Not after %(n)s%% was watched", n=each)) for each in promises.PARTS if each < 100]
        self.days.choices = [SelectChoice(*each) for each in days]
        self.part.choices = [SelectChoice(*each) for each in (*parts, (100, _("However much was watched")))]

    def said(self) -> dict:
        """Return what was chosen."""
        return {"days": self.days.data, "part": self.part.data, "is_until_download": self.is_until_download.data}
