"""Forms of the settings: profile, pictures, account, look."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    EmailField,
    FieldList,
    FormField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Part
from wtforms.validators import InputRequired, Length

from wm.blueprints.forms.account import HANDLE, NEEDED, NEW_PASSWORD, OLD_PASSWORD
from wm.domains import people
from wm.kernel import zones
from wm.web.forms import Form

PICTURES = {"accept": "image/jpeg,image/png,image/webp,image/gif"}


class LinkPart(Part):
    """One row of the links; a row without an address is left out."""

    url = StringField(
        _("Address"), [Length(max=people.LINK_URL_LENGTH)], render_kw={"placeholder": "https://", "inputmode": "url"}
    )
    label = StringField(_("Words for it"), [Length(max=people.LINK_LABEL_LENGTH)])


class ProfileForm(Form):
    name = StringField(_("Name"), [NEEDED, Length(max=people.NAME_LENGTH)], render_kw={"autocomplete": "name"})
    handle = StringField(_("Handle"), [NEEDED], render_kw={**HANDLE, "autocomplete": "username"})
    bio = TextAreaField(
        _("About you"), [Length(max=people.BIO_LENGTH)], render_kw={"rows": 4, "maxlength": people.BIO_LENGTH}
    )
    links = FieldList(FormField(LinkPart), _("Links"), max_entries=people.LINKS)

    def wanted_links(self) -> list[people.Link]:
        """Return the rows as typed."""
        return [people.Link(row["label"] or "", row["url"] or "") for row in self.links.data]

    def offer_row(self) -> "ProfileForm":
        """Add an empty row to fill in, while there is room for one."""
        if len(self.links) < people.LINKS and all(row["url"] for row in self.links.data):
            self.links.append_entry()
        return self


class PictureForm(Form):
    """Parent of the two forms that send a picture."""

    def content(self) -> bytes:
        """Return the bytes that were sent, one more than we take at most."""
        return self.picture.data.read(people.MAX_BYTES + 1)


class AvatarForm(PictureForm):
    picture = FileField(
        _("Avatar"),
        [FileRequired(_("Choose a picture first."))],
        description=_("A square looks best; 256 pixels are enough."),
        render_kw=PICTURES,
    )


class CoverForm(PictureForm):
    picture = FileField(
        _("Cover"),
        [FileRequired(_("Choose a picture first."))],
        description=_("Three times as wide as high; at least 600 x 200 pixels."),
        render_kw=PICTURES,
    )


class AddressForm(Form):
    email = EmailField(_("New e-mail address"), [NEEDED], render_kw={"autocomplete": "email", "maxlength": 254})
    current_password = PasswordField(_("Your password"), [NEEDED], render_kw=OLD_PASSWORD)


class ConfirmAddressForm(Form):
    """Nothing to fill in: the button is the answer."""


class ZoneForm(Form):
    time_zone = SelectField(
        _("Time zone"), choices=zones.names, description=_("What you schedule, and your calendar, are in its time.")
    )


class PasswordForm(Form):
    current_password = PasswordField(_("Present password"), [NEEDED], render_kw=OLD_PASSWORD)
    password = PasswordField(_("New password"), [NEEDED], render_kw=NEW_PASSWORD)


class ThemeForm(Form):
    theme = RadioField(
        _("Look"),
        [InputRequired()],
        choices=[
            SelectChoice("system", _("As my device")),
            SelectChoice("light", _("Light")),
            SelectChoice("dark", _("Dark")),
        ],
    )
