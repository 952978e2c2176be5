"""The studio's customers: who bought what, how much in all, when last; on the page and as a table to take away."""

from collections.abc import Iterator

from flask import Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.studio import bp as door
from wm.domains import market, people
from wm.kernel import money
from wm.web.hypermedia import page
from wm.web.sheets import sheet
from wm.web.viewer import signed_in, viewer

LONGEST = 60


@door.get("/customers", endpoint="customers")
@signed_in
def index() -> Response:
    words = request.args.get("words", "").strip()[:LONGEST]
    found = market.customers.customers(viewer(), request.args.get("after"), words)
    next_url = url_for("studio.customers", after=found.next, words=words or None) if found.next else None
    known = {"customers": found.items, "persons": people.by_ids(each.person_id for each in found.items)}
    known |= {"totals": market.customers.totals(viewer()), "words": words, "next_url": next_url}
    return page("studio/customers/index.html", "studio/customers/_customers.html", **known)


@door.get("/customers.csv", endpoint="customers_csv")
@signed_in
def as_sheet() -> Response:
    return sheet(_rows(), "customers.csv")


def _rows() -> Iterator[tuple]:
    yield (
        _("Paid"),
        _("Order"),
        _("Name"),
        _("Handle"),
        _("Title"),
        _("Kind"),
        _("Amount"),
        _("Tax"),
        _("Code"),
        _("State"),
    )
    sales = list(market.customers.every_sale(viewer()))
    persons = people.by_ids({sale.buyer_id for sale in sales})
    for sale in sales:
        person = persons.get(sale.buyer_id)
        who = (person.name, person.handle) if person else ("", "")
        sums = (money.in_major(sale.amount, sale.currency), money.in_major(sale.tax, sale.currency))
        yield (
            f"{sale.paid_at:%Y-%m-%d %H:%M}",
            sale.public_id,
            *who,
            sale.title,
            sale.kind,
            *sums,
            sale.code,
            sale.state,
        )
