"""The form of a gift: for whom, and a few words."""

import re

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from wm.domains import market, people
from wm.kernel import ids
from wm.web.forms import Form

KEY_LENGTH = 22
ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")


class GiftForm(Form):
    """`person` or `mail` says whom it is for, once the form came back well; with a `way` it is paid from outside."""

    person, mail = None, ""

    key = HiddenField(validators=[DataRequired(), Length(min=8, max=KEY_LENGTH)])
    offer = RadioField(_("What they get"), [DataRequired(_("Choose what they get."))], validate_choice=False)
    code = HiddenField(validators=[Length(max=40)])
    to = StringField(_("For whom"), [DataRequired(_("Say whom it is for.")), Length(max=254)])
    way = StringField(validators=[Length(max=16)])
    message = TextAreaField(_("A few words"), [Length(max=market.MESSAGE_LENGTH)], render_kw={"rows": 3})

    @classmethod
    def fresh(cls, offer: str, code: str) -> "GiftForm":
        """Return an empty form with a key of its own."""
        return cls(formdata=None, key=ids.new(KEY_LENGTH), offer=offer, code=code)

    def validate_to(self, field) -> None:
        """Tell @handle from a mail address."""
        text = (field.data or "").strip()
        if ADDRESS.fullmatch(text):
            self.mail = text
            return
        name = text.removeprefix("@")
        self.person = people.by_name(name) if "@" not in name else None
        if self.person is None:
            raise ValidationError(_("Nobody here has that name. Write @handle, or a mail address."))
