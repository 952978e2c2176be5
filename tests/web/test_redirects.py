"""Where a form may send one next: a path of this site; eighty ways to ask for elsewhere lead home."""

from urllib.parse import urljoin, urlsplit

import pytest

from wm.web.redirects import local

ELSEWHERE = [
    *("http://evil.example", "https://evil.example", "//evil.example", "///evil.example", "////evil.example"),
    *("HTTPS://evil.example", "http:evil.example", "https:/evil.example", "http:///evil.example", "ftp://evil.example"),
    *(
        "/\\evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
        "\\evil.example",
        "/\\\\evil.example",
    ),
    *("/%5cevil.example", "/%5C%5Cevil.example", "%5c%5cevil.example", "/%255cevil.example"),
    *("/%2fevil.example", "/%2F/evil.example", "%2f%2fevil.example", "/%252fevil.example", "/%252f%252fevil.example"),
    *(
        "/\tevil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        "/\r/evil.example",
        "/\r\n//evil.example",
    ),
    *("/%09/evil.example", "/%0a/evil.example", "/%0d%0aLocation:%20https://evil.example", "/x%0d%0aSet-Cookie:a=b"),
    *(" //evil.example", " https://evil.example", "\x00//evil.example", "\x0b//evil.example", "/\x00/evil.example"),
    *(
        "\u00a0//evil.example",
        "\u2028//evil.example",
        "/\u2028/evil.example",
        "\ufeff//evil.example",
        "\u3000//evil.example",
    ),
    *("javascript:alert(1)", "JaVaScript:alert(1)", "java\nscript:alert(1)", "javascript://%0aalert(1)", "vbscript:x"),
    *(
        "data:text/html,x",
        "data:text/html;base64,eA==",
        "blob:https://evil.example/x",
        "file:///etc/passwd",
        "mailto:a@b",
    ),
    *(
        "//evil.example/@ada",
        "//evil.example?x",
        "//evil.example#x",
        "//localhost@evil.example",
        "//localhost:80@evil.example/",
    ),
    *(
        "https://localhost.evil.example",
        "https://localhost@evil.example",
        "http://localhost",
        "http://localhost/",
        "//localhost/",
    ),
    *("evil.example", "evil.example/path", "@evil.example", ".evil.example", "?next=//evil.example", "#//evil.example"),
    *("/./ /evil.example", "/.//evil.example", "/..//evil.example", "/../..//evil.example", "/%2e/%2fevil.example"),
    *(
        "/a//evil.example",
        "/;//evil.example",
        "http://[::1",
        "//[evil.example",
        "/" + "x" * 3000,
        "",
        "   ",
        "//",
        "/\\",
    ),
]
HERE = [
    "/",
    "/watch/abc",
    "/@ada",
    "/search?q=a%20b&after=x",
    "/studio/films/7x",
    "/c/music",
    "/watch/abc?t=65",
    "/a?next=/b",
    "/a.b/~c",
]


def test_there_are_enough_of_them():
    assert len(set(ELSEWHERE)) >= 80


@pytest.mark.parametrize("target", ELSEWHERE)
def test_elsewhere_leads_home(target):
    assert local(target) == "/"


@pytest.mark.parametrize("target", HERE)
def test_a_path_of_ours_is_kept_and_stays_here(target):
    assert local(target) == target
    assert urlsplit(urljoin("http://localhost/sign-in", local(target))).netloc == "localhost"


def test_a_fragment_is_left_out_and_nothing_leads_to_the_given_place():
    assert local("/watch/abc#comments") == "/watch/abc"
    assert local(None, "/settings/profile") == "/settings/profile"


@pytest.mark.once
@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_sends_nobody_elsewhere(client, ada, target):
    answer = client.get("/sign-in", query_string={"next": target})

    assert 'name="next" value="/"' in answer.text
