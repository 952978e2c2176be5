"""Many people at the last few at once: licence keys, and uses of a code. Asked of a broken build too."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from io import BytesIO
from unittest.mock import patch

from sqlalchemy import select

from wm.domains import content, entitlements, ledger, market, people
from wm.domains.market import buying, licences
from wm.kernel import ids
from wm.kernel.db import db, retried, rollback, transaction
from wm.kernel.errors import DomainError

PRICE, DEPOSIT = 500, 600


def last_keys(app, buyers: int, keys: int, threads: int) -> dict[str, int]:
    """Let `buyers` buy at once what `keys` keys are left of; return what was sold, refused and charged, and what is wrong."""
    product, crowd = _stage(buyers)
    with transaction():
        market.products.set_up(content.with_row_id(product), download_limit=None, key_kind="pool")
        market.key_pool.bring(content.with_row_id(product), "\n".join(f"KEY-{n:05d}-{ids.new(5)}" for n in range(keys)))
    told = _at_once(app, threads, crowd, lambda person: _buy(product, person))
    given = market.Licence
    with transaction() as session:
        rows = session.scalars(select(given).where(given.content_id == product, given.sale_id.is_not(None))).all()
        owners = {row.owner_id for row in rows}
    return _outcome(told, product, crowd, PRICE) | {
        "distinct_keys": len({row.key for row in rows}),
        "owners": len(owners),
    }


def last_uses(app, buyers: int, uses: int, threads: int) -> dict[str, int]:
    """Let `buyers` use at once a code that counts `uses` times; return the same."""
    product, crowd = _stage(buyers)
    with transaction():
        maker = people.find(content.with_row_id(product).person_id)
        market.codes.make(maker, word="LAST", kind="percent", amount=20, most=uses)
    told = _at_once(app, threads, crowd, lambda person: _buy(product, person, code="LAST"))
    return _outcome(told, product, crowd, PRICE * 80 // 100)


def _buy(product: int, person_id: int, **more) -> str:
    with transaction():
        person = people.find(person_id)
        offer = market.prices_of(content.with_row_id(product)).unlock.public_id
        market.buy(person, offer, key=ids.new(22), **more)
    return "sold"


def _stage(buyers: int) -> tuple[int, list[int]]:
    """Enrol a maker with something for sale, and buyers with money; returns row ids."""
    with transaction():
        maker = _person("maker")
        piece = content.draft(maker, "The last ones", kind="resource")
        content.set_file(piece, "last.pdf", BytesIO(b"something"))
    with transaction():
        piece = content.with_row_id(piece.id)
        content.publish(piece)
        market.set_prices(piece, unlock=PRICE)
        crowd = [_person(f"buyer{n}").id for n in range(buyers)]
        for each in crowd:
            source = ledger.of_site("clearing", "crowd")
            ledger.move(DEPOSIT, source, ledger.wallet(each), reason="deposit", key=ids.new(22))
    return piece.id, crowd


def _person(name: str) -> people.Person:
    tail = ids.new(6).lower()
    words = {"name": name, "handle": f"{name}_{tail}", "email": f"{name}.{tail}@example.org"}
    return people.enrol(password="a long and honest password", role="viewer", **words)


def _at_once(app, threads: int, crowd: list[int], deed: Callable[[int], str]) -> Counter:
    told, left, lock = Counter(), iter(crowd), threading.Lock()

    def go_on() -> None:
        with app.app_context():
            while (person_id := _next(left, lock)) is not None:
                try:
                    word = retried(lambda: deed(person_id))
                except DomainError as refusal:
                    word = refusal.code
                with lock:
                    told[word] += 1
            db.session.remove()

    rollback()
    workers = [threading.Thread(target=go_on) for _ in range(threads)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    return told


def _next(left, lock: threading.Lock) -> int | None:
    with lock:
        return next(left, None)


def _outcome(told: Counter, product: int, crowd: list[int], price: int) -> dict[str, int]:
    rollback()
    with transaction():
        charged = [each for each in crowd if ledger.wallet(each).posted == DEPOSIT - price]
        untouched = [each for each in crowd if ledger.wallet(each).posted == DEPOSIT]
        opened = set(entitlements.holders(product))
        sums = ledger.trial_balance()
    refused = sum(told.values()) - told["sold"]
    wrong = len(crowd) - len(charged) - len(untouched) + len(opened ^ set(charged))
    counts = {"sold": told["sold"], "refused": refused, "charged": len(charged), "wrongly_charged": wrong}
    return counts | {"off_by": sum(map(abs, sums.values())), "findings": len(ledger.read().findings)}


@contextmanager
def unlocked():
    """A build that locks nothing before it looks for a key: the control, which has to sell one key twice."""

    def first_free(product):
        free = select(market.Licence).where(market.Licence.content_id == product.content_id, *licences._is_free())
        found = db.session.scalars(free.order_by(market.Licence.id).limit(1)).first()
        if found is None:
            raise market.SoldOut()
        return found

    with patch.object(licences, "_of_product", first_free), patch.object(buying, "lock_accounts", lambda *_: None):
        yield
