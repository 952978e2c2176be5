"""Forms of joining, signing in and lost passwords."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from wm.domains import people
from wm.web.forms import Form

NEEDED = InputRequired(_("This is needed."))
HANDLE = {"autocapitalize": "none", "spellcheck": "false", "maxlength": 30, "pattern": "@?[A-Za-z0-9_]{2,30}"}
NEW_PASSWORD = {"autocomplete": "new-password", "maxlength": people.PASSWORD_MAX_LENGTH}
OLD_PASSWORD = {"autocomplete": "current-password", "maxlength": people.PASSWORD_MAX_LENGTH}


class JoinForm(Form):
    name = StringField(
        _("Your name"), [NEEDED, Length(max=people.NAME_LENGTH)], render_kw={"autocomplete": "name", "autofocus": True}
    )
    handle = StringField(_("Handle"), [NEEDED], render_kw={**HANDLE, "autocomplete": "username"})
    email = EmailField(_("E-mail address"), [NEEDED], render_kw={"autocomplete": "email", "maxlength": 254})
    password = PasswordField(_("Password"), [NEEDED], render_kw=NEW_PASSWORD)
    time_zone = HiddenField()


class VerifyForm(Form):
    handle = StringField(_("Handle"), [NEEDED], render_kw={**HANDLE, "autocomplete": "username"})


class SignInForm(Form):
    name = StringField(
        _("E-mail address or handle"),
        [NEEDED],
        render_kw={
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": 254,
            "autofocus": True,
        },
    )
    password = PasswordField(_("Password"), [NEEDED], render_kw=OLD_PASSWORD)
    remember = BooleanField(_("Stay signed in on this device"), default=True)


class ForgottenForm(Form):
    name = StringField(
        _("E-mail address or handle"),
        [NEEDED],
        render_kw={
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": 254,
            "autofocus": True,
        },
    )


class ResetForm(Form):
    password = PasswordField(_("New password"), [NEEDED], render_kw=NEW_PASSWORD)


class AgainForm(Form):
    """The password once more, from somebody who is signed in."""

    current_password = PasswordField(_("Your password"), [NEEDED], render_kw={**OLD_PASSWORD, "autofocus": True})
