"""The form of a playlist."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from wm.domains import playlists
from wm.web.forms import Form

CHOICES = [
    SelectChoice("private", _("Private: only you see it")),
    SelectChoice("unlisted", _("Unlisted: whoever has the link sees it")),
    SelectChoice("public", _("Public: it stands on your page")),
]


class PlaylistForm(Form):
    title = StringField(
        _("Title"),
        [DataRequired(_("Give the playlist a title.")), Length(max=playlists.TITLE_LENGTH)],
        render_kw={"maxlength": playlists.TITLE_LENGTH},
    )
    description = TextAreaField(
        _("Words about it"),
        [Length(max=playlists.DESCRIPTION_LENGTH)],
        render_kw={"rows": 3, "maxlength": playlists.DESCRIPTION_LENGTH},
    )
    visibility = RadioField(_("Who sees it"), choices=CHOICES, default="private")

    def words(self) -> dict:
        """Return what was typed, as the domain takes it."""
        return {
            "title": self.title.data,
            "description": self.description.data or "",
            "visibility": self.visibility.data,
        }
