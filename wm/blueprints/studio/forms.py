"""What a film's form asks for; limits come from the content domain. Other kinds: piece_forms.py."""

from datetime import UTC, datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateTimeLocalField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from wm.blueprints import hours
from wm.domains import categories, content
from wm.web.forms import Form

RELEASES = [
    SelectChoice("ready", _("When it is ready")),
    SelectChoice("draft", _("Keep it as a draft")),
    SelectChoice("later", _("At a set time")),
]
NOW = [SelectChoice("ready", _("Now")), *RELEASES[1:]]
OUT = [SelectChoice("ready", _("It is published")), SelectChoice("draft", _("Take it back into a draft")), RELEASES[2]]
SEEN_BY = [
    SelectChoice("public", _("Everybody")),
    SelectChoice("unlisted", _("People with the link")),
    SelectChoice("followers", _("Your followers")),
    SelectChoice("members", _("Your members")),
    SelectChoice("private", _("Only you")),
]
NOTES = {
    "public": _("In lists, in search and on your page"),
    "unlisted": _("Not listed anywhere; whoever has the link can open it"),
    "followers": _("In lists of those who follow you; nobody else can open it"),
    "members": _("In lists like all else; only members open it"),
    "private": _("Nobody else can open it"),
}


class FilmForm(Form):
    """All that a creator says about a film; `publish_at` is what the creator's clock says."""

    notes = NOTES

    title = StringField(
        _("Title"),
        [InputRequired(_("Give it a title.")), Length(max=content.TITLE_LENGTH)],
        render_kw={"maxlength": content.TITLE_LENGTH, "autocomplete": "off"},
    )
    description = TextAreaField(
        _("Description"),
        [Length(max=content.DESCRIPTION_LENGTH)],
        render_kw={"maxlength": content.DESCRIPTION_LENGTH, "rows": 4},
    )
    category = SelectField(_("Category"))
    tags = StringField(
        _("Tags"),
        description=_("Words that people would search for, separated by commas"),
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )
    visibility = RadioField(_("Who can see it"), choices=SEEN_BY, default="public")
    release = RadioField(_("Publish"), choices=RELEASES, default="ready")
    publish_at = DateTimeLocalField(_("Time"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.publish_at.label.text = gettext("Time (%(zone)s)", zone=hours.zone_name())
        shelves = categories.all_in_order()
        self.category.choices = [SelectChoice(shelf.slug, shelf.name) for shelf in shelves]
        if not self.category.data and shelves:
            self.category.data = shelves[-1].slug

    @classmethod
    def of(cls, piece: content.Content) -> "FilmForm":
        """Return the form as the film stands, or as it was just sent; several may stand on one page."""
        shelf = piece.category or categories.fallback()
        now = {name: getattr(piece, name) for name in ("title", "description", "body")}
        now["visibility"] = content.audience_of(piece)
        now["publish_at"] = hours.local(piece.publish_at) if piece.publish_at else None
        form = cls(
            data=now | {"category": shelf and shelf.slug, "tags": ", ".join(piece.tags), "release": release_of(piece)}
        )
        form.release.choices = _releases(piece)
        for field in form:
            field.id = field.label.field_id = f"{field.name}-{piece.public_id}"
        return form

    def save(self, piece: content.Content) -> content.Content:
        """Change the piece as the form says. Raises Invalid (422)."""
        self.write(piece)
        return self._release(piece)

    def write(self, piece: content.Content) -> content.Content:
        """Change what the piece says and who may see it, but not whether it is out. Raises Invalid (422)."""
        shelf = categories.called(self.category.data)
        tags = content.read_tags(self.tags.data or "")
        known = {"tags": tags, "category": shelf, "visibility": self.visibility.data}
        return content.edit(piece, by=piece.person, **known, **self.said(piece))

    def said(self, piece: content.Content) -> dict[str, str]:
        """Return the words of the piece by the name of their column."""
        title = (self.title.data or "").strip() or piece.title
        return {"title": title, "description": self.description.data or ""}

    def _release(self, piece: content.Content) -> content.Content:
        wish, at = self.release.data, self.publish_at.data
        if wish == "later":
            return content.schedule(piece, _meant(at, piece.publish_at))
        if wish == release_of(piece):
            return piece
        return content.publish_when_ready(piece) if wish == "ready" else content.unpublish(piece)


class UploadForm(FilmForm):
    """The same for a film that has no page yet: without a title it gets one from its file name."""

    title = StringField(
        _("Title"),
        [Length(max=content.TITLE_LENGTH)],
        description=_("Left empty, the name of the file is used"),
        render_kw={"maxlength": content.TITLE_LENGTH, "autocomplete": "off"},
    )


def _meant(at: datetime | None, before: datetime | None) -> datetime:
    """Return the moment that was typed; the one that stands when its field says what it said, even an hour that comes twice."""
    if at is None:
        return datetime.min.replace(tzinfo=UTC)
    is_same = before is not None and hours.local(before).replace(second=0, microsecond=0) == at
    return before if is_same else hours.meant(at)


def _releases(piece: content.Content) -> list[SelectChoice]:
    """Return the choices in the words that fit how far the film is."""
    if piece.is_published:
        return OUT
    return RELEASES if piece.is_film and not piece.is_playable else NOW


def release_of(piece: content.Content) -> str:
    """Return which of RELEASES holds for the film as it stands."""
    if piece.state == "scheduled":
        return "later"
    return "ready" if piece.is_published or piece.publish_when_ready else "draft"
