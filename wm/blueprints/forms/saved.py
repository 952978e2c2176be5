"""The form that names a collection, or a new place to keep something."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import DataRequired

from wm.domains import engagement
from wm.web.forms import Form


class NameForm(Form):
    name = StringField(
        _("Name"),
        [DataRequired(_("Give it a name."))],
        id="collection-name",
        render_kw={"maxlength": engagement.NAME_LENGTH, "autocomplete": "off"},
    )
