"""Forms of the second step: codes of an app, recovery codes, passkeys, and what staff writes when it opens a sign-in."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired

from wm.blueprints.forms.account import NEEDED
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


class KeptForm(Form):
    kept = BooleanField(_("I have these codes where I find them without this device."), [NEEDED])
