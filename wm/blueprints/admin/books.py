"""The books: whether they balance, every account, every journal, every reading."""

import json
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.domains import ledger, people, platform
from wm.web.hypermedia import go, page
from wm.web.viewer import staff, viewer

bp = Blueprint("admin_books", __name__, url_prefix="/admin/books")
LATEST = 12


@bp.get("")
@staff("admin")
def index() -> Response:
    """Show the last reading, the trial balance and the newest moves."""
    return page("admin/books/index.html", "admin/books/_moves.html", **_shown())


@bp.get("/last-reading")
@staff("admin")
def last_reading() -> Response:
    """Show the same; htmx asks for what the last reading said, so that a new one appears by itself."""
    return page("admin/books/index.html", "admin/books/_proof.html", **_shown())


def _shown() -> dict[str, Any]:
    moves = ledger.newest_moves(request.args.get("after"))
    accounts = ledger.by_ids(each for move in moves.items for each in (move.debit_id, move.credit_id))
    next_url = url_for("admin_books.index", after=moves.next) if moves.next else None
    known = {"moves": moves.items, "accounts": accounts, "next_url": next_url}
    proof = ledger.last_proof()
    known |= {"proof": proof, "findings": json.loads(proof.findings) if proof else []}
    return known | {"totals": ledger.trial_balance(), "sums": ledger.sums_by_kind(), "cases": ledger.open_cases()}


@bp.post("/reading")
@staff("admin")
def read_now() -> Response:
    """Ask for a reading beside the hour."""
    platform.audit("money.reading_asked", viewer(), "books")
    ledger.ask_reading()
    return go(url_for("admin_books.index"), _("The books are being read. What comes of it stands here in a moment."))


@bp.get("/readings")
@staff("admin")
def readings() -> Response:
    """List the newest readings and what each of them found."""
    found = [(proof, json.loads(proof.findings)) for proof in ledger.proofs()]
    return page("admin/books/readings.html", readings=found)


@bp.get("/accounts")
@staff("admin")
def accounts() -> Response:
    """List the accounts, of one kind or all."""
    kind = request.args.get("kind", "")
    found = ledger.accounts_page(kind, request.args.get("after"))
    next_url = url_for("admin_books.accounts", kind=kind or None, after=found.next) if found.next else None
    owners = people.by_ids({each.owner_id for each in found.items if each.owner_id})
    known = {"accounts": found.items, "owners": owners, "kind": kind, "kinds": ledger.sums_by_kind()}
    return page("admin/books/accounts.html", "admin/books/_accounts.html", **known, next_url=next_url)


@bp.get("/accounts/<name>")
@staff("admin")
def account(name: str) -> Response:
    """Show one account and every move of it."""
    found = ledger.find_account(name)
    entries = ledger.statement(found, request.args.get("after"))
    next_url = url_for("admin_books.account", name=name, after=entries.next) if entries.next else None
    owner = people.find(found.owner_id) if found.owner_id else None
    cases = ledger.cases_of(found.owner_id) if found.owner_id else []
    known = {"account": found, "entries": entries.items, "owner": owner, "cases": cases}
    return page("admin/books/account.html", "admin/books/_entries.html", **known, next_url=next_url)


@bp.get("/journals/<journal_id>")
@staff("admin")
def journal(journal_id: str) -> Response:
    """Show the moves of one journal, and every other one about the same thing."""
    moves = ledger.journal(journal_id)
    others = [move for move in ledger.of_subject(moves[0].subject) if move.journal != journal_id]
    accounts = ledger.by_ids(each for move in (*moves, *others) for each in (move.debit_id, move.credit_id))
    return page("admin/books/journal.html", moves=moves, others=others, accounts=accounts)
