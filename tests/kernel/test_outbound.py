"""Requests to addresses that people typed: sixty ways to the inside, and none of them leads there."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import urllib3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from wm.kernel import addresses, outbound
from wm.kernel.outbound import Wish

OPEN = "93.184.216.34"


NAMES = {  # what a hostile DNS says
    "inside.test": ["127.0.0.1"],
    "both.test": [OPEN, "127.0.0.1"],
    "ten.test": ["10.0.0.1"],
    "v6.test": ["::1"],
    "mapped.test": ["::ffff:127.0.0.1"],
    "open.test": [OPEN],
}


@contextmanager
def hostile_dns(monkeypatch, names=NAMES):
    """Let names answer as `names` say; a name of two lists answers with the second from the second question on."""
    real, asked = socket.getaddrinfo, []

    def answer(host, port, *args, **kwargs):
        host = host.decode() if isinstance(host, bytes) else host
        if host == "rebind.test":
            asked.append(host)
            return real(OPEN if len(asked) == 1 else "127.0.0.1", port, *args, **kwargs)
        found = names.get(host.rstrip("."))
        return (
            [each for ip in found for each in real(ip, port, *args, **kwargs)]
            if found
            else real(host, port, *args, **kwargs)
        )

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(outbound, "CONNECT_SECONDS", 0.2)
    yield asked


HOSTS = [
    *(
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "127.0.0.1.",
        "127.255.255.254",
        "0.0.0.0",
        "0",
        "localhost",
        "LOCALHOST",
        "localhost.",
    ),
    *("2130706433", "017700000001", "0177.0.0.1", "0x7f000001", "0x7f.0.0.1", "0x7F.1", "127.0x0.0.1", "00127.0.0.1"),
    *("１２７.０.０.１", "127。0。0。1", "①②⑦.⓪.⓪.①", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "local\u00adhost", "127．0．0．1"),
    *(
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
    ),
    *(
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[fe80::1]",
        "[fe80::1%25lo]",
        "[fc00::1]",
        "[ff02::1]",
        "[::1%25lo]",
    ),
    *(
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "192.88.99.1",
    ),
    *("inside.test", "inside.test.", "both.test", "ten.test", "v6.test", "mapped.test", "rebind.test"),
]
SHAPES = [
    "http://open.test@127.0.0.1:{port}/",
    "http://open.test:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@open.test/",
    "http://127.0.0.1:{port}\\@open.test/",
    "http://open.test\\@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\t/",
    "http:127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_GET%20/",
    "file:///etc/passwd",
    "file://127.0.0.1:{port}/etc/passwd",
    "ftp://127.0.0.1:{port}/",
    "dict://127.0.0.1:{port}/",
    "http+unix://%2Fvar%2Frun/x",
    "http://127.0.0.1%2f.open.test:{port}/",
    "http://127.0.0.1:{port}/" + "a" * 5000,
    "",
    "not an address",
]
INSIDE = [f"http://{host}:{{port}}/" for host in HOSTS] + SHAPES


@pytest.mark.once
def test_no_address_leads_inside(canary, monkeypatch):
    refused = []
    with hostile_dns(monkeypatch):
        for url in INSIDE:
            with suppress(addresses.BadAddress, outbound.Unreachable, outbound.TooSlow):
                outbound.fetch(url.format(port=canary.port), Wish(seconds=1))
                refused.append(url)

    assert (len(INSIDE) >= 60, canary.hits, refused) == (True, 0, [])


@pytest.mark.once
def test_a_client_that_only_looks_first_is_led_inside(canary, monkeypatch):
    """The control: it judges what DNS says, then asks DNS again to connect, and follows redirects."""

    def looked_at_first(url):
        place = socket.getaddrinfo(urlsplit(url).hostname, canary.port)[0][4][0]
        if addresses.is_open(place):
            urllib3.PoolManager(retries=False, timeout=0.3).request("GET", url)

    with hostile_dns(monkeypatch), suppress(urllib3.exceptions.HTTPError):
        looked_at_first(f"http://rebind.test:{canary.port}/")

    assert canary.hits == 1


@pytest.mark.once
def test_the_numbers_of_the_inside_are_known():
    inside = [
        "192.0.0.170",
        "198.18.0.1",
        "203.0.113.9",
        "240.0.0.1",
        "2001:db8::1",
        "2001:20::1",
        "3fff::1",
        "fec0::1",
        "4000::1",
    ]

    assert [place for place in inside if addresses.is_open(place)] == []
    assert all(map(addresses.is_open, (OPEN, "8.8.8.8", "2606:4700:4700::1111", "2a00:1450:4001::200e")))


def test_an_address_is_read_once_and_written_plainly():
    read = addresses.read("HTTPS://Bücher.Example./Ä b/?q=ü#x".replace(" ", "%20"))

    assert read.url == "https://xn--bcher-kva.example/%C3%84%20b/?q=%C3%BC"
    assert addresses.read("http://[2606:4700::1]/x").url == "http://[2606:4700::1]/x"


# -- what is asked


@pytest.mark.once
def test_an_answer_comes_with_its_bytes_and_nothing_of_ours_goes_along(inside, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    url = f"http://127.0.0.1:{inside.port}/film?x=1"

    answer, body = outbound.fetch(url, Wish(headers={"Range": "bytes=2-"}))

    assert (answer.status, body, answer.url) == (200, b"secret", url)
    path, headers = inside.asked[0]
    assert (path, headers["Range"], headers["Host"]) == ("/film?x=1", "bytes=2-", f"127.0.0.1:{inside.port}")
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Range"}


@pytest.mark.once
def test_where_one_place_of_a_name_is_silent_the_next_is_asked(inside, monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, inside.port)) for host in ("127.0.0.1", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: found)
    connect = socket.socket.connect
    tried = []

    def once(line, place):
        tried.append(place)
        if len(tried) == 1:
            raise ConnectionRefusedError
        connect(line, place)

    monkeypatch.setattr(socket.socket, "connect", once)

    assert outbound.fetch(f"http://two.example:{inside.port}/")[1] == b"secret"
    assert len(tried) == 2


@pytest.mark.once
def test_redirects_are_followed_only_when_asked_and_each_is_judged(inside, app):
    on = {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(5)}
    inside.answers = on | {"/inside": (302, {"Location": "http://169.254.169.254/"}, b""), "/5": (200, {}, b"here")}
    at = f"http://127.0.0.1:{inside.port}"

    assert outbound.fetch(f"{at}/4")[0].status == 302
    assert outbound.fetch(f"{at}/2", Wish(hops=3))[1] == b"here"
    with pytest.raises(outbound.TooManyHops):
        outbound.fetch(f"{at}/1", Wish(hops=3))
    with pytest.raises(addresses.NotOpen):
        outbound.fetch(f"{at}/inside", Wish(hops=3))


@pytest.mark.once
def test_bytes_and_time_end(inside):
    inside.answers = {
        "/big": (200, {"Content-Length": "9000"}, b""),
        "/more": (200, {"Content-Length": ""}, b"x" * 9000),
        "/endless": (200, {"Content-Length": "100000"}, [b"x"] * 100),
        "/cut": (200, {"Content-Length": "10"}, b"12345"),
    }
    refusals = [outbound.TooMuch, outbound.TooMuch, outbound.TooSlow, outbound.Unreachable]
    began = time.monotonic()

    for path, refusal in zip(inside.answers, refusals, strict=True):
        with pytest.raises(refusal):
            outbound.fetch(
                f"http://127.0.0.1:{inside.port}{path}", Wish(seconds=0.5, most=8000 if path != "/endless" else 200_000)
            )
    assert time.monotonic() - began < 5


@pytest.mark.once
def test_headers_that_never_end_are_cut_off(app):
    with socket.create_server(("127.0.0.1", 0)) as server:
        app.config.update(OUTBOUND_LOOPBACK=True, OUTBOUND_PORTS=str(server.getsockname()[1]))

        def drip():
            line = server.accept()[0]
            with line, suppress(OSError):
                line.sendall(b"HTTP/1.1 200 OK\r\nX: ")
                while True:
                    line.sendall(b"x")
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        began = time.monotonic()
        with pytest.raises(outbound.TooSlow):
            outbound.fetch(f"http://127.0.0.1:{server.getsockname()[1]}/", Wish(seconds=0.5))

    assert time.monotonic() - began < 2


@pytest.mark.once
def test_a_certificate_of_ones_own_making_is_not_believed(inside, tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    now = datetime.now(UTC)
    built = built.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (tmp_path / "pem").write_bytes(pem + built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pem")
    inside.socket = context.wrap_socket(inside.socket, server_side=True)

    with pytest.raises(outbound.Unreachable) as raised:
        outbound.fetch(f"https://127.0.0.1:{inside.port}/")

    assert "CERTIFICATE_VERIFY_FAILED" in str(raised.value.__cause__)
    assert inside.asked == []


@pytest.mark.once
def test_production_never_reaches_its_own_machine(inside, app, monkeypatch):
    app.config["ENVIRONMENT"] = "production"

    with pytest.raises(addresses.NotOpen):
        outbound.fetch(f"http://127.0.0.1:{inside.port}/")
    assert inside.hits == 0
