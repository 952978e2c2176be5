"""The pages of tips, plain and with htmx: giving one, what is missing, who supports a piece, thanking."""

import re

import pytest

from tests.films import published
from tests.tips.test_giving import fund
from wm.blueprints.live_me import bells
from wm.domains import content, graph, ledger, tips
from wm.domains.tips.telling import channel
from wm.kernel import live
from wm.kernel.db import db

MOVED, SHORT, INVALID, NOT_NOW = 303, 402, 422, 409


@pytest.fixture
def river(ada):
    return published(ada, "How a river remembers")


def form(**values):
    return {"key": "k1", "amount": "500", "own": "", "words": "", "shown": "public"} | values


def given(ben, ada, river=None, **more):
    fund(ben)
    tip = tips.give(ben, ada, 500, key="g", piece=river, **more)
    db.session.commit()
    return tip


@pytest.mark.once
@pytest.mark.parametrize("kind", ["film", "article", "update", "course", "resource"])
def test_every_kind_has_the_button_and_its_maker_does_not(as_ben, as_ada, ada, river, kind):
    piece = river if kind == "film" else content.draft(ada, "A piece", kind=kind, body="Words")
    content.publish(piece)
    db.session.commit()
    path = {"film": "/watch/", "course": "/courses/"}.get(kind, "/read/") + piece.public_id

    assert f'href="/pieces/{piece.public_id}/tip"' in as_ben.get(path).text
    assert f"/pieces/{piece.public_id}/tip" not in as_ada.get(path).text


@pytest.mark.once
def test_the_form_is_a_page_and_a_fragment(as_ben, river):
    path = f"/pieces/{river.public_id}/tip"

    page, part = as_ben.get(path).text, as_ben.get(path, hx=True).text

    assert "<html" in page
    assert "<html" not in part
    for amount in ("$2.00", "$5.00", "$10.00"):
        assert amount in part
    assert len(re.search(r'name="key"[^>]*value="(\w+)"', part)[1]) == 22


@pytest.mark.once
def test_giving_plain_leads_back_and_htmx_says_thank_you_in_place(as_ben, ben, ada, river):
    fund(ben)
    path = f"/pieces/{river.public_id}/tip"

    plain = as_ben.post(path, data=form(words="Silt <b>& all"))
    again = as_ben.post(path, data=form(words="Silt <b>& all"), hx=True)

    assert (plain.status_code, plain.location) == (MOVED, f"/watch/{river.public_id}")
    assert "Ada Okafor has your $5.00" in again.text
    assert 'id="supporters"' in again.text
    assert ledger.wallet(ben.id).available == 9500
    assert "Silt &lt;b&gt;&amp; all" in as_ben.get(f"/watch/{river.public_id}").text


def test_without_a_fragment_the_next_page_says_thank_you(as_ben, ben, river):
    fund(ben)

    answer = as_ben.post(f"/pieces/{river.public_id}/tip", data=form())

    assert "Ada Okafor has your $5.00" in as_ben.get(answer.location).text


def test_ones_own_amount_is_read_in_figures(as_ben, ben, ada):
    fund(ben)
    path = f"/@{ada.handle}/tip"

    wrong = as_ben.post(path, data=form(amount="own", own="a lot"), hx=True)
    small = as_ben.post(path, data=form(amount="own", own="0.50"), hx=True)
    fine = as_ben.post(path, data=form(amount="own", own="7,5"), hx=True)

    assert (wrong.status_code, small.status_code, fine.status_code) == (INVALID, INVALID, 200)
    assert "Write an amount in figures" in wrong.text
    assert "between $1.00 and $500.00" in small.text
    assert ledger.wallet(ben.id).available == 9250


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_an_empty_wallet_says_what_is_missing_and_where_to_add_it(as_ben, ben, river, hx):
    fund(ben, 120)

    answer = as_ben.post(f"/pieces/{river.public_id}/tip", data=form(words="Silt"), hx=hx)

    assert answer.status_code == SHORT
    assert "$3.80 is missing" in answer.text
    assert "/wallet/add?amount=" in answer.text
    assert f"next=%2Fpieces%2F{river.public_id}%2Ftip" in answer.text
    assert ledger.wallet(ben.id).available == 120
    back = re.search(r'href="(/pieces/[^"]+amount=500[^"]*)"', answer.text)[1].replace("&amp;", "&")
    assert "Silt</textarea>" in as_ben.get(back).text


@pytest.mark.once
def test_whoever_comes_back_with_money_finds_the_tip_as_it_was(as_ben, ben, ada):
    path = f"/@{ada.handle}/tip"
    answer = as_ben.post(path, data=form(amount="own", own="7.50", shown="nobody"), hx=True)

    back = as_ben.get(re.search(r'href="(/@ada/tip[^"]*amount=750[^"]*)"', answer.text)[1].replace("&amp;", "&")).text

    assert 'value="7.50"' in back
    assert re.search(r'<input checked[^>]*value="nobody"', back)
    assert as_ben.get(f"{path}?amount={'9' * 5000}&shown=x").status_code == 200


@pytest.mark.once
@pytest.mark.parametrize("field", ["to", "to_id", "seller_id", "price", "currency", "from_id"])
def test_nothing_but_the_form_s_own_fields_is_read(as_ben, ben, cy, ada, river, field):
    fund(ben)

    as_ben.post(f"/pieces/{river.public_id}/tip", data=form() | {field: str(cy.id)})

    assert ledger.balances(cy.id) == {}
    assert ledger.balances(ada.id)["pending"].posted == 500


@pytest.mark.once
@pytest.mark.parametrize("amount", ["-500", "0", "5e9", "NaN", "500.5", "", "own", "99999999999999999999"])
def test_made_up_amounts_give_nothing(as_ben, ben, river, amount):
    fund(ben)

    answer = as_ben.post(f"/pieces/{river.public_id}/tip", data=form(amount=amount))

    assert answer.status_code == INVALID
    assert ledger.wallet(ben.id).available == 10_000


@pytest.mark.once
def test_a_visitor_is_asked_to_sign_in_and_nobody_tips_themselves(client, as_ada, ada, river):
    assert client.get(f"/pieces/{river.public_id}/tip").location.startswith("/sign-in?next=/pieces/")
    assert as_ada.post(f"/pieces/{river.public_id}/tip", data=form()).status_code == NOT_NOW


@pytest.mark.once
def test_who_is_blocked_finds_no_form(as_ben, ben, ada, river):
    graph.block(ada, ben)

    assert as_ben.get(f"/pieces/{river.public_id}/tip").status_code == 404
    assert as_ben.post(f"/@{ada.handle}/tip", data=form()).status_code == 404


def test_supporters_have_a_page(client, ben, ada, river):
    given(ben, ada, river, shown="public", words="Seen")

    for hx in (False, True):
        answer = client.get(f"/pieces/{river.public_id}/supporters", hx=hx)
        assert "Ben Hart" in answer.text
        assert "Seen" in answer.text
    assert "Nobody has said so yet" in client.get(f"/@{ada.handle}/supporters").text


def test_the_creator_hears_and_answers(as_ada, as_ben, ada, ben, river):
    tip = given(ben, ada, river, words="The silt")

    assert "The silt" in as_ada.get("/studio/tips").text
    hearted = as_ada.post(f"/studio/tips/{tip.public_id}", data={"deed": "heart"}, hx=True)
    thanked = as_ada.post(f"/studio/tips/{tip.public_id}/thanks", data={"words": "You made my week"}, hx=True)
    plain = as_ada.post(f"/studio/tips/{tip.public_id}/thanks", data={"words": "You made my week"})

    assert 'aria-pressed="true"' in hearted.text
    assert "You made my week" in thanked.text
    assert (plain.status_code, plain.location) == (MOVED, "/studio/tips")
    assert "You made my week" in as_ben.get("/tips").text
    assert as_ben.post(f"/studio/tips/{tip.public_id}", data={"deed": "heart"}).status_code == 404


@pytest.mark.once
def test_thanks_that_are_too_long_are_kept_to_be_shortened(as_ada, ada, ben):
    tip = given(ben, ada)

    answer = as_ada.post(f"/studio/tips/{tip.public_id}/thanks", data={"words": "x" * 201}, hx=True)

    assert answer.status_code == INVALID
    assert "x" * 201 in answer.text


def test_the_giver_takes_their_name_from_under_the_piece(as_ben, client, ada, ben, river):
    tip = given(ben, ada, river, shown="public")

    assert as_ben.post(f"/tips/{tip.public_id}", data={"deed": "hide"}).status_code == MOVED
    assert "Ben Hart" not in client.get(f"/watch/{river.public_id}").text


def test_open_pages_of_the_creator_say_it_at_once(app, monkeypatch, ada, ben, river):
    tip = given(ben, ada, river, words="Live")
    monkeypatch.setattr(live, "listen", lambda channels, seconds: iter([("tip", tip.public_id)]))

    with app.test_request_context():
        (said,) = list(bells(ada))

    assert b'hx-target="#flash"' in said
    assert b"Ben Hart gave you $5.00" in said
    assert b"Live" in said
    assert channel(ada.id) == f"tips:{ada.id}"


@pytest.mark.once
def test_the_page_costs_one_statement_more_however_many_support_it(client, ada, ben, river, statements):
    def asked():
        for _ in range(3):
            statements.clear()
            client.get(f"/watch/{river.public_id}")
        return len(statements)

    few = asked()
    fund(ben)
    for number in range(8):
        tips.give(ben, ada, 500, key=str(number), piece=river, shown="public")
    db.session.commit()

    assert asked() == few
    assert len([each for each in statements if "FROM tip" in each]) == 1


def test_the_wallet_says_whom_a_tip_went_to(as_ben, ben, ada, river):
    given(ben, ada, river)

    shown = as_ben.get("/wallet").text

    assert re.search(r'<a href="/tips">Ada Okafor</a>', shown)
