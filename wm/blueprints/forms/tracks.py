"""What the studio asks about captions and chapters; limits come from the domain."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from wm.domains import tracks
from wm.web.forms import Form

KINDS = [
    SelectChoice("captions", _("Captions")),
    SelectChoice("subtitles", _("Subtitles")),
    SelectChoice("descriptions", _("Descriptions")),
]
NOTES = {
    "captions": _("What is said and heard, for people who hear little or nothing"),
    "subtitles": _("What is said, for people who speak another language"),
    "descriptions": _("What is to be seen, read out by a screen reader"),
}
ENDINGS = ".vtt,.srt,text/vtt,application/x-subrip,text/plain"


class AddCaptionsForm(Form):
    """Captions in a language that is not there yet."""

    notes = NOTES

    language = StringField(
        _("Language"),
        [InputRequired(_("Which language is it?")), Length(max=60)],
        render_kw={"maxlength": 60, "autocomplete": "off", "list": "languages"},
    )
    kind = RadioField(_("Kind"), choices=KINDS, default="captions")
    words = FileField(_("File"), render_kw={"accept": ENDINGS})


class CaptionsForm(Form):
    """One part of the captions as it is typed, and what they are called."""

    label = StringField(
        _("Name in the player"),
        [Length(max=tracks.LABEL_LENGTH)],
        render_kw={"maxlength": tracks.LABEL_LENGTH, "autocomplete": "off"},
    )
    words = TextAreaField(_("Captions"), render_kw={"rows": 20, "spellcheck": "true", "data-wide": ""})
    version = IntegerField(default=0)


class CaptionsFileForm(Form):
    """Another file in the place of what is there."""

    words = FileField(
        _("File"), [InputRequired(_("Choose a file first."))], id="words-file", render_kw={"accept": ENDINGS}
    )


class ChaptersForm(Form):
    """Chapters as they are typed, a line each."""

    words = TextAreaField(
        _("Chapters"), [Length(max=tracks.chapters.WORDS_LENGTH)], render_kw={"rows": 12, "spellcheck": "true"}
    )
