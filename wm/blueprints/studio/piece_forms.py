"""What the forms of articles, updates, courses and resources ask for; limits come from the content domain."""

from flask_babel import gettext, lazy_gettext
from wtforms import StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length

from wm.blueprints.studio.forms import FilmForm
from wm.domains import content

_ = lazy_gettext
HEAD = 80  # characters of an update that name it in lists


class PieceForm(FilmForm):
    """All that one says about a piece; without the pressed `save` only a draft's words are kept."""

    save_now = SubmitField(name="save")

    def settle(self, piece: content.Content) -> content.Content:
        """Save all of it when its button was pressed; else keep a draft's words, and nothing of what is out.

        Raises Invalid (422)."""
        if self.save_now.data:
            return self.save(piece)
        return piece if piece.is_published else self.write(piece)


class ArticleForm(PieceForm):
    """A title, a standfirst, and Markdown."""

    description = StringField(
        _("Standfirst"),
        [Length(max=300)],
        description=_("One or two sentences that stand under the title and on the card"),
        render_kw={"maxlength": 300, "autocomplete": "off"},
    )
    body = TextAreaField(
        _("Text"),
        [Length(max=content.BODY_LENGTH)],
        description=_("Markdown: **bold**, _italic_, # heading, - list, > quote, [words](link)"),
        render_kw={"maxlength": content.BODY_LENGTH, "rows": 18},
    )

    def said(self, piece: content.Content) -> dict[str, str]:
        """Return title, standfirst and Markdown."""
        return super().said(piece) | {"body": self.body.data or ""}


class UpdateForm(PieceForm):
    """Short words; their beginning names the update in lists."""

    title, description = None, None
    body = TextAreaField(
        _("What is new?"),
        [InputRequired(_("Write a few words.")), Length(max=content.UPDATE_LENGTH)],
        render_kw={"maxlength": content.UPDATE_LENGTH, "rows": 6},
    )

    def said(self, piece: content.Content) -> dict[str, str]:
        """Return the words, and their first line as the title."""
        words = (self.body.data or "").strip()
        return {"title": _head(words) or piece.title, "body": words}


class CourseForm(PieceForm):
    """What a course is about; its lessons have forms of their own."""

    description = TextAreaField(
        _("What people learn"),
        [Length(max=content.DESCRIPTION_LENGTH)],
        render_kw={"maxlength": content.DESCRIPTION_LENGTH, "rows": 5},
    )


class ResourceForm(PieceForm):
    """What a resource is good for."""

    description = TextAreaField(
        _("What it is good for"),
        [Length(max=content.DESCRIPTION_LENGTH)],
        render_kw={"maxlength": content.DESCRIPTION_LENGTH, "rows": 8},
    )


FORMS = {"article": ArticleForm, "update": UpdateForm, "course": CourseForm, "resource": ResourceForm}


def form_of(piece: content.Content) -> PieceForm:
    """Return the form of the piece's kind, as it stands or as it was just sent."""
    return FORMS[piece.kind].of(piece)


def untitled(kind: str) -> str:
    """Return what a piece is called before its maker has named it."""
    return {
        "article": gettext("Untitled article"),
        "update": gettext("Untitled update"),
        "course": gettext("Untitled course"),
        "resource": gettext("Untitled resource"),
    }[kind]


def _head(words: str) -> str:
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    return line if len(line) <= HEAD else line[: HEAD - 1].rsplit(" ", 1)[0] + "…"
