"""Money under pressure, with few rounds; `bin/trust money` asks the same with very many, and each check of a broken build too."""

from tests.trust.money import kills, mixed, splits


def test_many_at_five_wallets_at_once_lose_and_make_nothing(app):
    found = mixed.run(app, count=120, threads=6)

    assert found["done"] + found["refused"] == 120
    assert found["done"] > 40
    assert (found["overdrafts"], found["findings"], found["off_by"]) == (0, 0, 0)


def test_exactly_as_many_withdraw_as_there_is_money_for(app):
    found = mixed.withdrawals(app, clients=12, each=5, affordable=25)

    assert (found["done"], found["refused"], found["overdrafts"], found["findings"]) == (25, 35, 0, 0)


def test_a_process_killed_while_it_posts_loses_and_doubles_nothing(app):
    found = kills.run(app, kills=5)

    assert found == {"kills": 5, "lost": 0, "double": 0, "findings": 0, "wallet_off_by": 0, "off_by": 0}


def test_divisions_are_exact_and_the_check_knows_one_that_is_not():
    assert splits.run(3000) == {"splits": 3000, "sums_wrong": 0, "unfair": 0}
    assert splits.run(3000, splits.rounded)["sums_wrong"] > 100
