"""What we send to Stripe and read of it, held against the official library's own source; its signature, by its own function."""

import json
import time

import pytest
import stripe

from tests.payments import stripe_shapes as shapes
from tests.payments.test_stripe import HOOK, KEY
from wm.domains import payments
from wm.domains.payments.gateways import stripe as ours
from wm.kernel import clock

pytestmark = pytest.mark.once
INTENT = {"id": "pi_1", "object": "payment_intent", "status": "succeeded", "metadata": {"attempt": "key22"}}
THINGS = {
    "/v1/checkout/sessions": {"id": "cs_1", "object": "checkout.session", "payment_status": "unpaid", "status": "open"}
    | {"url": "https://checkout.stripe.com/c/1", "payment_intent": INTENT, "amount_total": 700},
    "/v1/refunds": {"id": "re_1", "object": "refund", "status": "pending", "amount": 700},
    "/v1/transfers": {"id": "tr_1", "object": "transfer", "reversed": False, "amount": 700},
    "/v1/disputes/dp_1": {
        "id": "dp_1",
        "object": "dispute",
        "status": "needs_response",
        "amount": 700,
        "reason": "fraudulent",
    }
    | {
        "payment_intent": INTENT,
        "balance_transactions": [{"fee": 1500}],
        "evidence_details": {"due_by": 1_800_000_000},
    },
}


@pytest.fixture
def said(app, monkeypatch):
    """Everything that the library would send, as (method, path, parameters, headers); Stripe answers in its shapes."""
    app.config.update(GATEWAYS="stripe", STRIPE_SECRET_KEY=KEY, STRIPE_WEBHOOK_SECRET=HOOK)
    app.config["STRIPE_API_BASE"] = "https://api.stripe.com"
    payments.rested("stripe")
    sent = []

    def answer(_self, method, url, headers, post_data=None):
        path, _, query = url.removeprefix("https://api.stripe.com").partition("?")
        sent.append((method, path, shapes.nested(post_data or query), headers))
        thing = THINGS.get(path) or THINGS.get(path.rpartition("/")[0])
        if method == "get" and path in ("/v1/refunds", "/v1/transfers", "/v1/balance_transactions"):
            thing = {"object": "list", "data": [], "has_more": False, "url": path}
        return json.dumps(thing), 200, {}

    monkeypatch.setattr(stripe.RequestsClient, "request", answer)
    return sent


def attempt(kind="deposit", **more):
    made = payments.PaymentAttempt(public_id="key22", kind=kind, amount=700, currency="USD", gateway_ref=None)
    for name, value in more.items():
        setattr(made, name, value)
    return made


ASKED = {
    "begin": (lambda g: g.begin(attempt(), "https://site.example/r"), "checkout/_session_create_params", "SessionCreateParams"),
    "pay out": (lambda g: g.pay_out(attempt("payout"), {"account": "acct_1"}), "_transfer_create_params", "TransferCreateParams"),
    "give back": (lambda g: g.give_back(attempt("refund"), "pi_1"), "_refund_create_params", "RefundCreateParams"),
    "session": (lambda g: g.standing(attempt(gateway_ref="cs_1")), "checkout/_session_retrieve_params", "SessionRetrieveParams"),
    "refunds": (lambda g: g.standing(attempt("refund"), "pi_1"), "_refund_list_params", "RefundListParams"),
    "refund": (lambda g: g.standing(attempt("refund", gateway_ref="re_1"), "pi_1"), "_refund_retrieve_params", "RefundRetrieveParams"),
    "payout": (lambda g: g.standing(attempt("payout")), "_transfer_list_params", "TransferListParams"),
    "claim": (lambda g: g.claim("dp_1"), "_dispute_retrieve_params", "DisputeRetrieveParams"),
    "moves": (lambda g: list(g.transactions(clock.now())), "_balance_transaction_list_params", "BalanceTransactionListParams"),
}  # fmt: skip


@pytest.mark.parametrize("deed", ASKED)
def test_every_parameter_is_one_that_the_library_declares(said, deed):
    ask, module, name = ASKED[deed]

    ask(ours.Stripe())

    method, _path, parameters, headers = said[-1]
    assert shapes.odd(parameters, module, name) == []
    assert headers["Stripe-Version"] == ours.VERSION
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert (headers.get("Idempotency-Key") == "key22") is (method == "post")


def test_the_shapes_notice_what_is_odd():
    said = shapes.nested(
        "mode=payments&line_items[0][price_data][unit_amount]=1&line_items[0][quantity]=1&sucess_url=x"
    )

    found = shapes.odd(said, "checkout/_session_create_params", "SessionCreateParams")

    assert found == [
        "SessionCreateParams.mode=payments",
        "SessionCreateParamsLineItemPriceData.currency is missing",
        "SessionCreateParams.sucess_url",
    ]


READ = {
    ("checkout/_session", "Session"): "id payment_intent payment_status amount_total status url metadata",
    ("_payment_intent", "PaymentIntent"): "id status latest_charge metadata",
    ("_charge", "Charge"): "balance_transaction metadata",
    ("_balance_transaction", "BalanceTransaction"): "fee amount created source type",
    ("_refund", "Refund"): "id status amount failure_reason metadata",
    ("_transfer", "Transfer"): "id reversed amount metadata transfer_group destination",
    ("_dispute", "Dispute"): "id status amount reason payment_intent balance_transactions evidence_details",
    ("_dispute", "Dispute.EvidenceDetails"): "due_by",
    ("_event", "Event"): "id type data",
    ("_event", "Event.Data"): "object",
}


@pytest.mark.parametrize(("module", "name"), READ)
def test_every_field_that_we_read_is_one_that_the_library_declares(module, name):
    assert set(READ[module, name].split()) <= set(shapes.classes(module)[name])


WORDS = {
    ("checkout/_session", "Session", "payment_status"): {"paid"},
    ("checkout/_session", "Session", "status"): {"expired", "complete"},
    ("_payment_intent", "PaymentIntent", "status"): {"canceled", "requires_payment_method"},
    ("_dispute", "Dispute", "status"): {"won", "lost", *ours.CALM},
    ("_balance_transaction", "BalanceTransaction", "type"): set(ours.KINDS),
}


@pytest.mark.parametrize(("module", "name", "field"), WORDS)
def test_every_word_that_we_look_for_is_one_that_can_come(module, name, field):
    allowed = shapes.words(shapes.classes(module)[name][field])
    assert allowed >= WORDS[module, name, field]


def test_the_version_is_pinned_to_the_librarys():
    assert stripe._api_version._ApiVersion.CURRENT == ours.VERSION


def test_how_a_dispute_stands_is_read(said):
    claim = ours.Stripe().claim("dp_1")

    assert (claim.paid, claim.state, claim.amount, claim.fee, claim.reason) == (
        "key22",
        "open",
        700,
        1500,
        "fraudulent",
    )


@pytest.mark.parametrize("status", ours.CALM)
def test_what_a_bank_only_asks_about_is_no_dispute(said, monkeypatch, status):
    monkeypatch.setitem(THINGS, "/v1/disputes/dp_1", THINGS["/v1/disputes/dp_1"] | {"status": status})

    assert ours.Stripe().claim("dp_1") is None


def signed(body: str, moment: int, secret: str = HOOK) -> dict[str, str]:
    proof = stripe.WebhookSignature._compute_signature(f"{moment}.{body}", secret)
    return {"Stripe-Signature": f"t={moment},v1={proof}"}


def test_the_library_decides_about_signatures(app, said):
    body, now = (
        json.dumps({"id": "evt_1", "type": "refund.updated", "data": {"object": {"id": "re_1"}}}),
        int(time.time()),
    )
    gateway = ours.Stripe()

    assert gateway.event(body.encode(), signed(body, now)).thing == "re_1"
    for headers in (signed(body, now, "whsec_other"), signed(body, now - 301), signed(body, now + 400), {}):
        with pytest.raises(payments.BadSignature):
            gateway.event(body.encode(), headers)
    with pytest.raises(payments.BadSignature):
        gateway.event(b"\xff" + body.encode(), signed(body, now))
    app.config["STRIPE_WEBHOOK_SECRET"] = ""
    with pytest.raises(payments.BadSignature):
        gateway.event(body.encode(), signed(body, now, ""))
