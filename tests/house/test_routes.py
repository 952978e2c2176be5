"""Routes keep their promises: each has a policy, refuses without CSRF, and never crashes on a stranger."""

import dataclasses
import inspect

import pytest

import jobs
from jobs.schedule import SCHEDULE
from jobs.subscriptions import REACTIONS


def rules(app, method):
    return [rule for rule in app.url_map.iter_rules() if method in rule.methods]


def filled(rule):
    values = {name: example(converter) for name, converter in rule._converters.items()}
    return rule.build({**values, **(rule.defaults or {})}, append_unknown=False)[1]


def example(converter):
    if items := getattr(converter, "items", None):
        return min(items)
    return 1 if "Integer" in type(converter).__name__ else "x"


def test_every_route_declares_who_may_ask(app):
    silent = [
        rule.endpoint for rule in app.url_map.iter_rules() if not hasattr(app.view_functions[rule.endpoint], "policy")
    ]

    assert silent == []


@pytest.mark.once
def test_every_post_refuses_without_csrf(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    for rule in rules(app, "POST"):
        answer = client.post(filled(rule), headers={"Sec-Fetch-Site": "same-origin"})

        assert answer.status_code in (400, 401, 403, 404, 405, 412), f"{rule}: {answer.status_code}"


@pytest.mark.once
def test_every_post_refuses_another_site(app, client):
    for rule in rules(app, "POST"):
        answer = client.post(filled(rule), headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})

        assert answer.status_code == 403, f"{rule}: {answer.status_code}"


def test_no_get_crashes_for_a_stranger(app, client):
    for rule in rules(app, "GET"):
        if rule.endpoint.startswith("live."):
            continue
        answer = client.get(filled(rule))

        assert answer.status_code < 500 or rule.endpoint == "health.ready", f"{rule}: {answer.status_code}"


@pytest.mark.parametrize("path", ["/", "/search", "/nothing-here"])
def test_every_answer_carries_our_headers(client, path):
    answer = client.get(path)

    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy.replace("style-src-attr 'unsafe-inline'", "")
    assert "unsafe-eval" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Request-ID"]
    assert "Cache-Control" in answer.headers


def test_every_reaction_and_every_scheduled_kind_is_a_job():
    followers = {follower.kind for reactions in REACTIONS.values() for follower in reactions}

    assert followers | SCHEDULE.keys() <= jobs.known.keys()


def test_a_follower_takes_what_its_fact_carries():
    for fact, followers in REACTIONS.items():
        carried = {field.name for field in dataclasses.fields(fact)}
        for follower in followers:
            taken = set(inspect.signature(jobs.known[follower.kind].run).parameters)
            assert taken == carried, f"{follower.kind} follows {fact.__name__}"
            assert follower.subject in carried | {""}
