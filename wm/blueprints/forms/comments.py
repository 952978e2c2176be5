"""Forms of comments: what one says, and what a creator wants to see first."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from wm.domains import comments
from wm.web.forms import Form

SAID = {"rows": 2, "maxlength": comments.BODY_LENGTH}


class CommentForm(Form):
    body = TextAreaField(_("Your comment"), [Length(max=comments.BODY_LENGTH)], render_kw=SAID)

    @classmethod
    def apart(cls, name: str) -> "CommentForm":
        """Return the form with field ids of its own, so that several can stand on one page."""
        form = cls()
        form.body.id = f"body-{name}"
        return form


class RuleForm(Form):
    approval = RadioField(
        _("Whose comments wait for you"),
        [InputRequired()],
        choices=[
            SelectChoice("off", _("Nobody's")),
            SelectChoice("newcomers", _("Newcomers'")),
            SelectChoice("all", _("Everybody's")),
        ],
    )
    words = TextAreaField(
        _("Words that hold a comment"),
        [Length(max=comments.WORDS_LENGTH)],
        description=_("One in each line, or with commas between. A comment with one of them waits for you."),
        render_kw={"rows": 4},
    )
