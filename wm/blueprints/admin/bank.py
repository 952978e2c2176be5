"""The bank: matching what came to the payments it is for, and sending payouts in batches."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from wm.blueprints.admin import two
from wm.domains import ledger, payments
from wm.kernel.errors import Invalid
from wm.web.hypermedia import go, page
from wm.web.sheets import sheet
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_bank", __name__, url_prefix="/admin/bank")
FILE_BYTES = 900_000


@bp.get("")
@staff("admin")
def index() -> Response:
    return _index()


def _index(refusal: Invalid | None = None, typed: str = "") -> Response:
    told = {
        "came": payments.waiting_transfers(),
        "sums": (request.form.get("opening", ""), request.form.get("closing", "")),
        "expected": payments.expected_transfers(),
    }
    told |= {"statements": payments.kept_statements()}
    told |= {"waiting": payments.waiting_payouts(), "batches": payments.batches(), "typed": typed}
    why = refusal and " ".join(sum(refusal.fields.values(), [])) or (refusal and refusal.message)
    return page("admin/bank/index.html", "admin/bank/_came.html", refusal.status if refusal else 200, why=why, **told)


@bp.post("/statement")
@staff("admin")
@fresh
def take() -> Response:
    sent = request.files.get("file")
    text = sent.read(FILE_BYTES).decode("utf-8", "replace") if sent and sent.filename else request.form.get("lines", "")
    sums = request.form.get("opening", ""), request.form.get("closing", "")
    try:
        taken = payments.take_statement(text, viewer(), sums)
    except Invalid as refusal:
        return _index(refusal, text[:FILE_BYTES])
    ledger.ask_reading()  # which compares it with the books, and opens a case for each difference
    return go(url_for("admin_bank.index"), _told(taken))


def _told(taken: payments.Taken) -> str:
    new = ngettext("%(num)d line is new", "%(num)d lines are new", taken.new)
    said = _("%(new)s; %(matched)d found their payment.", new=new, matched=taken.matched)
    if not taken.unproven:
        return said
    more = _("The file has no sums: what names a payment is booked when somebody else agrees, under Two people.")
    return f"{said} {more}"


@bp.post("/transfers/<public_id>/booking")
@staff("admin")
@fresh
def book(public_id: str) -> Response:
    wish = request.form.get("reference", ""), viewer(), request.form.get("reason", "")
    try:
        payments.ask_book(public_id, *wish)
    except Invalid as refusal:
        return _index(refusal)
    return go(url_for("admin_bank.index"), two.asked_for())


@bp.post("/transfers/<public_id>/aside")
@staff("admin")
@fresh
def put_aside(public_id: str) -> Response:
    payments.put_aside(public_id, viewer(), request.form.get("reason", ""))
    return go(url_for("admin_bank.index"), _("It is put aside."))


@bp.post("/batches")
@staff("admin")
@fresh
def gather() -> Response:
    batch = payments.make_batch(viewer())
    return go(url_for("admin_bank.show", batch_id=batch.public_id), _("The batch is made. Send its file to the bank."))


@bp.get("/batches/<batch_id>")
@staff("admin")
def show(batch_id: str) -> Response:
    batch = payments.find_batch(batch_id)
    known = {"batch": batch, "orders": payments.orders(batch), **two.about(f"batch:{batch_id}")}
    return page("admin/bank/batch.html", "admin/bank/_orders.html", **known)


@bp.get("/batches/<batch_id>/pain.xml")
@staff("admin")
def as_xml(batch_id: str) -> Response:
    batch = payments.find_batch(batch_id)
    answer = Response(payments.batch_xml(batch, payments.orders(batch)), content_type="application/xml; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"weekmotion-{batch.public_id}.xml")
    return answer


@bp.get("/batches/<batch_id>/orders.csv")
@staff("admin")
def as_csv(batch_id: str) -> Response:
    batch = payments.find_batch(batch_id)
    return sheet(payments.batch_rows(payments.orders(batch)), f"weekmotion-{batch.public_id}.csv")


@bp.post("/batches/<batch_id>/<any(sent, paid):deed>")
@staff("admin")
@fresh
def mark(batch_id: str, deed: str) -> Response:
    batch = payments.find_batch(batch_id)
    if deed == "paid":
        payments.ask_paid(batch, viewer(), request.form.get("reason", ""))
        return go(url_for("admin_bank.show", batch_id=batch_id), two.asked_for())
    payments.mark_sent(batch, viewer())
    return go(url_for("admin_bank.show", batch_id=batch_id), _("Noted that the bank has it."))


@bp.post("/batches/<batch_id>/orders/<attempt_id>/bounce")
@staff("admin")
@fresh
def bounce(batch_id: str, attempt_id: str) -> Response:
    payments.ask_bounce(payments.find_batch(batch_id), attempt_id, viewer(), request.form.get("why", ""))
    return go(url_for("admin_bank.show", batch_id=batch_id), two.asked_for())
