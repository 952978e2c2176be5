"""What the studio asks about a film's travels, and about its poster."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from wm.domains import content
from wm.web.forms import Form

EMBEDS = [
    SelectChoice("anywhere", _("Any site")),
    SelectChoice("listed", _("Only these sites")),
    SelectChoice("nowhere", _("No other site")),
]


class SharingForm(Form):
    embed = RadioField(_("Who may show it on their pages"), choices=EMBEDS, default="anywhere")
    sites = TextAreaField(
        _("Sites"),
        [Length(max=content.sharing.SITES_LENGTH)],
        render_kw={"rows": 3, "spellcheck": "false", "autocapitalize": "none", "placeholder": "example.org"},
    )
    may_download = BooleanField(_("Let people download the original file"))

    @classmethod
    def of(cls, piece: content.Content) -> "SharingForm":
        """Return the form as the film stands, or as it was just sent."""
        now = content.sharing.of(piece)
        sites = now.sites.replace(" ", "\n")
        return cls(data={"embed": now.embed, "sites": sites, "may_download": now.may_download})


class FrameForm(Form):
    at = StringField(
        _("Time"),
        [InputRequired(_("Write a time, such as 1:23.")), Length(max=12)],
        render_kw={"maxlength": 12, "autocomplete": "off", "inputmode": "numeric", "placeholder": "1:23"},
    )


class PosterForm(Form):
    picture = FileField(
        _("Picture"),
        [InputRequired(_("Choose a picture first."))],
        render_kw={"accept": "image/png,image/jpeg,image/webp,image/avif"},
    )
