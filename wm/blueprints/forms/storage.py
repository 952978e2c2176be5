"""The forms of the store: a rule, another store, and the quota of a person."""

from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from wm.domains import content, platform
from wm.domains.housekeeping import Rule
from wm.web.forms import Form

MOST_DAYS, MOST_VIEWS, GB, MOST_GB = 3650, 1_000_000, 10**9, 1_000_000
HEIGHTS = ("240", "360", "480", "720", "1080")


class RuleForm(Form):
    """What goes, and of which films."""

    rule = RadioField(
        _("What goes"),
        choices=[
            SelectChoice("originals", _("Originals, once a film is ready")),
            SelectChoice("rungs", _("Qualities above a height")),
        ],
        default="originals",
    )
    days = IntegerField(_("Older than so many days"), [InputRequired(), NumberRange(1, MOST_DAYS)], default=180)
    views = IntegerField(_("Seen fewer times than (qualities only)"), [NumberRange(0, MOST_VIEWS)], default=10)
    within = IntegerField(
        _("In the last so many days (qualities only)"), [NumberRange(1, content.viewing.LONGEST)], default=90
    )
    height = SelectField(
        _("Keep up to (qualities only)"), choices=[SelectChoice(each, f"{each}p") for each in HEIGHTS], default="480"
    )
    with_locked = BooleanField(_("Films that are sold or for members as well"))

    @property
    def asked(self) -> Rule:
        """The rule that was written."""
        numbers = self.days.data, self.views.data, int(self.height.data)
        return Rule(self.rule.data, *numbers, with_locked=bool(self.with_locked.data), within=self.within.data)

    @property
    def is_understood(self) -> bool:
        """Whether a rule was written, whatever else is missing."""
        return not any(self._fields[name].errors for name in ("rule", "days", "views", "within", "height"))


class AppliedForm(RuleForm):
    """The same rule, to be applied, and why."""

    reason = StringField(_("Why"), [InputRequired(), Length(max=platform.REASON_LENGTH)])


class StoreForm(Form):
    """Another store: an S3-compatible one, or a folder on this machine."""

    endpoint = StringField(_("Address"), [Optional(), Length(max=200)], render_kw={"inputmode": "url"})
    bucket = StringField(_("Bucket"), [Optional(), Length(max=63)])
    region = StringField(_("Region"), [Optional(), Length(max=40)], default="us-east-1")
    access_key = StringField(_("Access key"), [Optional(), Length(max=128)], render_kw={"autocomplete": "off"})
    secret_key = PasswordField(
        _("Secret key"), [Optional(), Length(max=200)], render_kw={"autocomplete": "new-password"}
    )

    def validate_endpoint(self, field) -> None:
        """Say what an address looks like."""
        address = urlsplit(field.data or "")
        if address.scheme not in ("http", "https") or not address.netloc:
            raise ValidationError(_("Give an address such as https://s3.example.com."))

    def validate_bucket(self, field) -> None:
        """Without a bucket there is no store."""
        if not field.data:
            raise ValidationError(_("Name the bucket."))

    @property
    def target(self) -> dict[str, str]:
        """The store as the mover wants to hear of it."""
        names = ("endpoint", "bucket", "region", "access_key", "secret_key")
        return {name: self._fields[name].data or "" for name in names}


class QuotaForm(Form):
    """How much a person may keep, in GB; nothing: what everybody may."""

    size = IntegerField(
        _("GB that they may keep"), [Optional(), NumberRange(0, MOST_GB)], description=_("Empty: what everybody may.")
    )
    reason = StringField(_("Why"), [InputRequired(), Length(max=platform.REASON_LENGTH)])

    @property
    def bytes(self) -> int | None:
        """The same in bytes."""
        return None if self.size.data is None else self.size.data * GB
