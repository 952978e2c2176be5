"""What the studio asks about where a film begins and ends."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length

from wm.web.forms import Form

TIME = {"maxlength": 12, "autocomplete": "off", "placeholder": "1:23"}


class TrimForm(Form):
    start = StringField(_("Begins at"), [Length(max=12)], render_kw=TIME)
    end = StringField(_("Ends at"), [Length(max=12)], render_kw=TIME)
