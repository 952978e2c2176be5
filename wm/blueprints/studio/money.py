"""What the money pages of the studio share: their tabs, words for sources and moves, and the books' last proof."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from flask import current_app, request, url_for
from flask_babel import gettext as _

from wm.blueprints import statement
from wm.blueprints.studio import bp as door
from wm.domains import content, earnings, ledger
from wm.kernel import clock


@door.app_template_global()
def money_places() -> list[tuple[str, str, bool]]:
    """Return the tabs of the money pages that are there: (words, where, whether one is there)."""
    known = [
        (_("Earnings"), "studio.earnings"),
        (_("Payouts"), "studio.payouts"),
        (_("Prices"), "studio.prices"),
        (_("Tiers"), "studio.tiers"),
        (_("Tips"), "studio.tips"),
        (_("Rewards"), "studio.rewards"),
        (_("Codes"), "studio.codes"),
        (_("Bundles"), "studio.bundles"),
        (_("Keys"), "studio.licences"),
        (_("Customers"), "studio.customers"),
        (_("Refunds"), "studio.refunds"),
    ]
    there = [(words, endpoint) for words, endpoint in known if endpoint in current_app.view_functions]
    places = [(words, url_for(endpoint)) for words, endpoint in there]
    return [(words, where, f"{request.path}/".startswith(f"{where}/")) for words, where in places]


def source_words() -> dict[str, str]:
    """Return what people call each source of earnings."""
    return {
        "sale": _("Sale"),
        "tip": _("Tip"),
        "membership": _("Membership"),
        "reward": _("Reward"),
    }


def account_words() -> dict[str, str]:
    """Return what people call each kind of account."""
    return {
        "wallet": _("Wallet"),
        "pending": _("Pending"),
        "available": _("Available"),
        "reserve": _("Reserve"),
        "escrow": _("Held for a dispute"),
        "revenue": _("Weekmotion"),
        "tax": _("Tax office"),
        "rewards": _("Reward pool"),
        "clearing": _("Bank or gateway"),
        "fees": _("Gateway fees"),
    }


def reason_words() -> dict[str, str]:
    """Return what people call each reason for a move of a creator's money."""
    return source_words() | {
        "tax": _("Tax"),
        "settle": _("Your share"),
        "fee": _("Weekmotion's share"),
        "refund": _("Refund"),
        "tax_refund": _("Refund of tax"),
        "payout": _("Payout"),
        "payout_returned": _("Payout came back"),
        "to_wallet": _("To your wallet"),
        "reserve": _("Kept back"),
        "reserve_freed": _("Freed again"),
        "dispute": _("Held for a dispute"),
        "dispute_won": _("Dispute ended for you"),
        "dispute_lost": _("Dispute lost"),
        "correction": _("Correction"),
    }


@statement.source_of("to_wallet")
def _from_earnings(subjects: set[str]) -> dict[str, statement.Source]:
    """Let the wallet's statement lead to the earnings that a line of it came from."""
    where = statement.Source(_("What you earned"), url_for("studio.earnings_account"))
    return dict.fromkeys(subjects, where)


def titles(found: Iterable[earnings.Earning]) -> dict[int, content.Content]:
    """Return the pieces that earnings are about, by row id."""
    ids = {each.content_id for each in found if each.content_id}
    return {piece.id: piece for piece in content.in_order(ids)} if ids else {}


def balanced() -> ledger.Proof | None:
    """Return the last reading of the books when it found nothing wrong."""
    proof = ledger.last_proof()
    return proof if proof is not None and proof.is_balanced else None


@door.app_template_filter("day")
def day(moment: datetime | None) -> str:
    """Return a date as people say it: 27 Nov, with the year when it is another one than now (UTC)."""
    if moment is None:
        return ""
    return f"{moment.day} {moment:%b}" if moment.year == clock.now().year else f"{moment.day} {moment:%b %Y}"


@door.app_template_filter("month")
def month(moment: datetime) -> str:
    """Return a month: November 2026."""
    return f"{moment:%B %Y}"


@door.app_template_filter("percent")
def percent(basis_points: int) -> str:
    """Return a share: 10 %, 7.5 %."""
    return f"{Decimal(basis_points).scaleb(-2).normalize():f} %"
