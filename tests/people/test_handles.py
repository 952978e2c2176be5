"""Handles: short, plain, and none that would look official."""

import pytest

from wm.domains.people import addresses, handles
from wm.domains.people.errors import AddressNotValid, HandleNotAllowed, HandleReserved


@pytest.mark.parametrize(
    ("typed", "kept"), [("ada", "ada"), ("@Ada", "ada"), ("  BEN_2 ", "ben_2"), ("cy", "cy"), ("a" * 30, "a" * 30)]
)
def test_a_handle_is_kept_in_lower_case_without_its_at(typed, kept):
    assert handles.check(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "a", "a" * 31, "ada lovelace", "ada-l", "ada.l", "адa", "ad\na", "ada/..", "@@ada", "ad\u200ba", "١٢٣"],
)
def test_other_characters_and_lengths_are_refused(typed):
    with pytest.raises(HandleNotAllowed):
        handles.check(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "admin",
        "Support",
        "_admin_",
        "weekmotion",
        "week_motion",
        "weekmotion_tv",
        "the_weekmotion",
        "settings",
        "sign_in",
    ],
)
def test_words_of_the_site_and_its_staff_are_kept(typed):
    with pytest.raises(HandleReserved):
        handles.check(typed)


@pytest.mark.parametrize("typed", ["admin_ada", "ada_official", "real_support", "___"])
def test_a_handle_that_claims_to_speak_for_the_site_is_refused(typed):
    with pytest.raises(HandleReserved):
        handles.check(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ada@Example.ORG ", "Ada@example.org"),
        ("a@bücher.example.org", "a@bücher.example.org"),
        ("ada@home.test", "ada@home.test"),
    ],
)
def test_an_address_is_written_as_its_owner_does(typed, kept):
    assert addresses.tidy(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "ada", "ada@", "@example.org", "a b@example.org", "ada@localhost", "x" * 300 + "@example.org"]
)
def test_what_can_not_be_an_address_is_refused(typed):
    with pytest.raises(AddressNotValid):
        addresses.tidy(typed)


def test_two_spellings_of_one_mailbox_have_one_key():
    assert addresses.key("Ada@Example.org") == addresses.key(" ada@example.ORG ")
    assert addresses.key("jose@example.org") != addresses.key("josé@example.org")
