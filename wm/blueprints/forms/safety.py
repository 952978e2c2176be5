"""Forms of the second step: codes of an app, recovery codes, passkeys, and what staff writes when it opens a sign-in."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from wm.blueprints.forms.account import NEEDED
from wm.domains import factors, platform
from wm.web.forms import Form

FIGURES = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "maxlength": 9,
    "pattern": "[0-9 ]{6,9}",
    "autofocus": True,
}
SIGNS = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 64}


class CodeForm(Form):
    code = StringField(_("Code from your app"), [NEEDED], render_kw=FIGURES)


class RecoveryForm(Form):
    code = StringField(_("Recovery code"), [NEEDED], render_kw={**SIGNS, "autofocus": True})


class AppForm(Form):
    """The first code of a new app; `setup` is what the page showed, sealed."""

    setup = HiddenField(validators=[InputRequired()])
    code = StringField(_("Code that the app shows"), [NEEDED], render_kw=FIGURES | {"autofocus": False})


class PasskeyForm(Form):
    """What the browser's passkey has signed, as JSON."""

    credential = HiddenField(validators=[NEEDED, Length(max=factors.ANSWER_LENGTH)])


class NewPasskeyForm(PasskeyForm):
    name = StringField(
        _("A name for it"),
        [Length(max=factors.NAME_LENGTH)],
        description=_("So that you know later which device it is on."),
        render_kw={"maxlength": factors.NAME_LENGTH},
    )


class OpeningForm(Form):
    """What the staff has made sure of before it opens somebody's sign-in."""

    steps = SelectMultipleField(
        _("How do you know that it is them?"),
        choices=[
            SelectChoice("mail", _("They answered a mail to the address of the account")),
            SelectChoice("call", _("A video call: face and name are those of the profile or of the bank account")),
            SelectChoice("documents", _("A document with the name that is on their payout account")),
            SelectChoice("payments", _("They told the last two payments or payouts, with day and amount")),
        ],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    reason = StringField(
        _("What has happened"), [NEEDED, Length(max=platform.REASON_LENGTH)], render_kw={"maxlength": 300}
    )


class KeptForm(Form):
    kept = BooleanField(_("I have these codes where I find them without this device."), [NEEDED])
