"""What localstripe does not have, in Stripe's own protocol: Checkout Sessions and Connect transfers, for tests.

`python -m tests.payments.stripe_double PORT LOCALSTRIPE` answers these itself and passes the rest on to localstripe."""

import sys
import time

import requests
from flask import Flask, Response, jsonify, request

CARD = {
    "type": "card",
    "card[number]": "4242424242424242",
    "card[exp_month]": 12,
    "card[exp_year]": 2030,
    "card[cvc]": "123",
}


def create(localstripe: str) -> Flask:
    """Return the double; `localstripe` is the address of the real one."""
    app = Flask(__name__)
    sessions, transfers, known = {}, {}, {}

    def once(make):
        """Answer the same key with the same thing, as Stripe does."""
        key = request.headers.get("Idempotency-Key")
        if key not in known:
            known[key] = make(request.form)
        return jsonify(known[key])

    def session(said):
        unit = "line_items[0][price_data][unit_amount]"
        made = {"id": f"cs_{len(sessions)}", "object": "checkout.session", "amount_total": int(said[unit])}
        made |= {"payment_status": "unpaid", "status": "open", "payment_intent": None}
        made |= {"url": f"{request.host_url}pay/cs_{len(sessions)}", "attempt": said["metadata[attempt]"]}
        return sessions.setdefault(made["id"], made)

    def transfer(said):
        made = {"id": f"tr_{len(transfers)}", "object": "transfer", "amount": int(said["amount"]), "reversed": False}
        made |= {"transfer_group": said["transfer_group"], "destination": said["destination"]}
        if not said["destination"].startswith("acct_"):
            raise ValueError
        return transfers.setdefault(made["id"], made)

    @app.errorhandler(ValueError)
    def refuse(_error):
        said = {"type": "invalid_request_error", "message": "No such destination."}
        return jsonify(error=said), 400

    @app.post("/v1/checkout/sessions")
    def make_session():
        return once(session)

    @app.get("/v1/checkout/sessions/<name>")
    def show_session(name):
        return jsonify(sessions[name])

    @app.post("/v1/transfers")
    def make_transfer():
        return once(transfer)

    @app.get("/v1/transfers")
    def list_transfers():
        found = [each for each in transfers.values() if each["transfer_group"] == request.args["transfer_group"]]
        return jsonify(object="list", data=found, has_more=False, url="/v1/transfers")

    @app.post("/pay/<name>")
    def pay(name):
        """Pay as a person would on Stripe's page: the payment itself is localstripe's."""
        ask = {"headers": {"Authorization": request.headers["Authorization"]}, "timeout": 5}
        method = requests.post(f"{localstripe}/v1/payment_methods", data=CARD, **ask).json()
        said = {"amount": sessions[name]["amount_total"], "currency": "usd", "payment_method": method["id"]}
        said |= {"confirm": "true", "metadata[attempt]": sessions[name]["attempt"]}
        paid = requests.post(f"{localstripe}/v1/payment_intents", data=said, **ask).json()
        charge = {"id": "ch_1", "balance_transaction": {"id": "txn_1", "fee": 103}}
        intent = {"id": paid["id"], "status": paid["status"], "latest_charge": charge}
        sessions[name] |= {"payment_status": "paid", "status": "complete", "payment_intent": intent}
        return jsonify(sessions[name])

    @app.post("/expire/<name>")
    def expire(name):
        sessions[name] |= {"status": "expired"}
        return jsonify(sessions[name])

    @app.route("/v1/<path:path>", methods=("GET", "POST", "DELETE"))
    def pass_on(path):
        kept = {name: value for name, value in request.headers if name in ("Authorization", "Content-Type")}
        known = {"params": request.args, "data": request.get_data(), "headers": kept, "timeout": 5}
        answer = requests.request(request.method, f"{localstripe}/v1/{path}", **known)
        return Response(answer.content, answer.status_code, content_type=answer.headers["Content-Type"])

    return app


if __name__ == "__main__":
    print(f"began at {time.time()}", flush=True)
    create(sys.argv[2]).run(port=int(sys.argv[1]), threaded=True)
