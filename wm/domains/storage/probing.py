"""The connection test: does every kind of call work on a store, and if not, which permission is missing, in words."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError
from botocore.httpsession import URLLib3Session
from flask_babel import gettext as _

from wm.kernel import ids
from wm.kernel.storage import Store

CONTENT = bytes(range(256)) * 16
DENIED = ("AccessDenied", "403", "Forbidden", "AllAccessDisabled", "UnauthorizedOperation")
NEEDS = {
    "write": "s3:PutObject",
    "read": "s3:GetObject",
    "range": "s3:GetObject",
    "link": "s3:GetObject",
    "list": "s3:ListBucket",
    "parts": "s3:PutObject, s3:AbortMultipartUpload",
    "drafts": "s3:ListBucketMultipartUploads",
    "delete": "s3:DeleteObject",
}


class Check(NamedTuple):
    """One call that was tried: its name, whether it went well, and a sentence when it did not."""

    name: str
    is_ok: bool
    words: str = ""


class Wrong(Exception):
    """The store answered, but not what was asked for."""


def probe(store: Store) -> list[Check]:
    """Write, read, read a part, fetch by link, list, write in parts and delete a small object; nothing stays behind."""
    key = f"probe/{ids.new(16)}"
    return [_tried(name, deed) for name, deed in _deeds(store, key)]


def _deeds(store: Store, key: str) -> Iterator[tuple[str, Callable[[], None]]]:
    yield "write", lambda: store.put(key, CONTENT)
    yield "read", lambda: _same(b"".join(store.open(key)), CONTENT)
    yield "range", lambda: _same(b"".join(store.open(key, 100, 200)), CONTENT[100:200])
    if store.presign(key, 60):
        yield "link", lambda: _same(_followed(store.presign(key, 60)), CONTENT)
    yield "list", lambda: _same(list(store.keys(key)), [key])
    yield "parts", lambda: store.abort(key, store.begin(key))
    yield "drafts", lambda: _same(sum(draft.key == key for draft in store.drafts()), 0)
    yield "delete", lambda: _deleted(store, key)


def _deleted(store: Store, key: str) -> None:
    store.delete(key)
    _same(store.stat(key), None)


def _same(seen, wanted) -> None:
    if seen != wanted:
        raise Wrong


def _followed(url: str) -> bytes:
    answer = URLLib3Session(timeout=(5, 10)).send(AWSRequest("GET", url).prepare())
    if answer.status_code != 200:
        raise ClientError({"Error": {"Code": str(answer.status_code)}}, "GetObject")
    return answer.content


def _tried(name: str, deed: Callable[[], None]) -> Check:
    try:
        deed()
    except ClientError as error:
        return Check(name, False, _explained(name, error.response["Error"].get("Code", "")))
    except EndpointConnectionError:
        return Check(name, False, _("Nobody answers at this address. Look at the address and the port."))
    except BotoCoreError as error:
        return Check(name, False, _("The line to the store failed: %(what)s", what=type(error).__name__))
    except Wrong:
        return Check(name, False, _("The store answered, but not with what was written."))
    except Exception as error:
        return Check(name, False, str(error)[:200] or type(error).__name__)
    return Check(name, True)


def _explained(name: str, code: str) -> str:
    if code in DENIED:
        return _("Not allowed. Give these keys the permission %(what)s.", what=NEEDS[name])
    known = {
        "NoSuchBucket": _("There is no bucket of this name. Create it first; it should be private."),
        "InvalidAccessKeyId": _("The store does not know this access key."),
        "SignatureDoesNotMatch": _("The secret key does not belong to this access key, or the region is another one."),
        "AuthorizationHeaderMalformed": _("The region is another one."),
    }
    return known.get(code) or _("The store said %(code)s.", code=code)
