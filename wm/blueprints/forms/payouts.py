"""Forms of payouts: where to, how much, how often, and what is wrong."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from wm.domains import payouts
from wm.kernel import ids, money
from wm.web.forms import Form

KEY_LENGTH = 22
AMOUNT = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 14}
NEEDED = InputRequired(_("This is needed."))


class OnceForm(Form):
    """Parent of every form here that moves money: its key makes a double click count once."""

    key = HiddenField(
        default=lambda: ids.new(KEY_LENGTH),
        validators=[Regexp(rf"[{ids.ALPHABET}]{{{KEY_LENGTH}}}\Z", message=_("Reload the page and try again."))],
    )


class WithdrawForm(OnceForm):
    amount = StringField(_("How much"), [NEEDED, Length(max=14)], render_kw=AMOUNT)
    target = RadioField(_("Where to"), [InputRequired(_("Choose an account."))])

    def offer(self, targets: list[payouts.PayoutTarget]) -> "WithdrawForm":
        """Offer these accounts, the first of them chosen."""
        self.target.choices = [SelectChoice(each.public_id, each.shown) for each in targets]
        if self.target.data is None and targets:
            self.target.data = targets[0].public_id
        return self

    def ask(self, person) -> payouts.Withdrawal:
        """Ask for what was typed. Raises what `payouts.ask` raises."""
        target = payouts.find_target(person, self.target.data)
        return payouts.ask(person, money.read(self.amount.data), target, key=self.key.data)


class ToWalletForm(OnceForm):
    amount = StringField(_("How much"), [NEEDED, Length(max=14)], render_kw=AMOUNT)

    def move(self, person):
        """Move what was typed. Raises what `payouts.to_wallet` raises."""
        return payouts.to_wallet(person, money.read(self.amount.data), key=self.key.data)


class BankForm(Form):
    name = StringField(
        _("Name of the account's owner"),
        [NEEDED, Length(max=payouts.NAME_LENGTH)],
        render_kw={"autocomplete": "name"},
        description=_("As the bank has it."),
    )
    iban = StringField(
        _("IBAN"), [NEEDED, Length(max=50)], render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 50}
    )
    bic = StringField(
        _("BIC"),
        [Optional(), Length(max=11)],
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 11},
    )

    def add(self, person) -> payouts.PayoutTarget:
        """Add the account. Raises TargetRefused (422), AddressUnconfirmed (403)."""
        return payouts.add_bank(person, name=self.name.data, iban=self.iban.data, bic=self.bic.data or "")


class AccountForm(Form):
    account = StringField(
        _("Name of the account"),
        [NEEDED, Length(max=64)],
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": 64},
        description=_("What the gateway calls it, like acct_1A2b3C."),
    )

    def add(self, person, way: str) -> payouts.PayoutTarget:
        """Add the account at a gateway. Raises TargetRefused (422), AddressUnconfirmed (403)."""
        return payouts.add_account(person, way, self.account.data)


class ScheduleForm(Form):
    rhythm = RadioField(
        _("When"),
        choices=[
            SelectChoice("hand", _("When I ask for it")),
            SelectChoice("week", _("Every Friday")),
            SelectChoice("month", _("On the first of each month")),
        ],
    )
    target = SelectField(_("Where to"), validate_choice=False)

    def offer(self, targets: list[payouts.PayoutTarget]) -> "ScheduleForm":
        """Offer these accounts."""
        self.target.choices = [SelectChoice(each.public_id, each.shown) for each in targets]
        return self


class WordsForm(OnceForm):
    words = TextAreaField(
        _("What is wrong"),
        [NEEDED, Length(max=payouts.WORDS_LENGTH)],
        render_kw={"rows": 5, "maxlength": payouts.WORDS_LENGTH},
    )


class AnswerForm(Form):
    words = TextAreaField(
        _("Your answer"),
        [NEEDED, Length(max=payouts.WORDS_LENGTH)],
        render_kw={"rows": 4, "maxlength": payouts.WORDS_LENGTH},
    )
