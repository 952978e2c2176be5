"""Forms of what is handed over: limits and keys, new versions, keys for the pool."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from wm.domains import content, market
from wm.web.forms import Form


class ProductForm(Form):
    download_limit = IntegerField(_("Downloads of each version"), [Optional(), NumberRange(1, market.MOST_DOWNLOADS)])
    key_kind = RadioField(
        _("Licence keys"),
        choices=[("none", _("None")), ("made", _("Made for each buyer")), ("pool", _("From your own list"))],
    )


class VersionForm(Form):
    file = FileField(_("File, up to 25 MB"), [FileRequired()])
    label = StringField(_("Version"), [Length(max=content.LABEL_LENGTH)])
    notes = TextAreaField(_("What is new"), [Length(max=content.NOTES_LENGTH)], render_kw={"rows": 3})


class KeysForm(Form):
    keys = TextAreaField(
        _("Keys, one on each line"),
        [InputRequired(), Length(max=700_000)],
        render_kw={"rows": 6, "spellcheck": "false"},
    )
