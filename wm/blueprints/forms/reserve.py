"""The form of a rolling reserve: which part, for how long, until when, and why."""

from datetime import timedelta

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from wm.domains import earnings, platform
from wm.kernel import clock
from wm.web.forms import Form


class ReserveForm(Form):
    """Whole per cent; `said` is what the domain takes."""

    percent = IntegerField(_("Per cent of what settles"), [InputRequired(), NumberRange(0, 50)], default=20)
    days = IntegerField(_("Days that each part rests"), [InputRequired(), NumberRange(1, 180)], default=90)
    holds = IntegerField(_("Days that this holds"), [InputRequired(), NumberRange(1, 365)], default=180)
    reason = StringField(_("Why"), [InputRequired(), Length(max=platform.REASON_LENGTH)])

    def ask(self, person_id: int, by) -> platform.Proposal:
        """Ask for what the form says."""
        until = clock.now().replace(microsecond=0) + timedelta(days=self.holds.data)
        return earnings.ask_plan(person_id, self.percent.data * 100, self.days.data, until, by, self.reason.data or "")
