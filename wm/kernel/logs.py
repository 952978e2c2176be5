"""Log lines: one shape, a request id on each, secrets masked; JSON for machines, plain for people."""

import contextvars
import logging
import re

from pythonjsonlogger.json import JsonFormatter

request_id = contextvars.ContextVar("request_id", default="-")

PLAIN = "%(asctime)s %(levelname)-7s %(name)s [%(request_id)s] %(message)s"
JSON = "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"
NOISY = {
    "rq.worker": logging.WARNING,
    "botocore": logging.WARNING,
    "urllib3": logging.WARNING,
    "PIL": logging.WARNING,
    "flask-limiter": logging.CRITICAL,  # it logs a traceback per request while Redis is away; /health/ready says it once
}
SECRETS = re.compile(
    r"""((?:password|passwd|secret|token|authorization|cookie|csrf)[\w-]*["']?\s*[=:]\s*["']?(?:bearer\s+)?)[^\s"'&,;}]+"""
    r"""|(://[^:/\s]*:)[^@/\s]+(?=@)|(/(?:verify|reset|address)/)[\w-]{20,}""",
    re.IGNORECASE,
)


class Masked(logging.Filter):
    """Adds the request id to a record and takes secrets out of its message."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        record.msg, record.args = mask(record.getMessage()), ()
        return True


def mask(text: str) -> str:
    """Return `text` with the values of anything that looks like a secret replaced."""
    return SECRETS.sub(lambda found: f"{found[1] or found[2] or found[3] or ''}***", text)


class MaskedJson(JsonFormatter):
    """JSON lines whose tracebacks are masked too."""

    def formatException(self, exc_info) -> str:  # noqa: N802 - the name that logging calls
        return mask(super().formatException(exc_info))


class MaskedText(logging.Formatter):
    """Plain lines whose tracebacks are masked too."""

    def formatException(self, exc_info) -> str:  # noqa: N802 - the name that logging calls
        return mask(super().formatException(exc_info))


def set_up(level: str, as_json: bool) -> None:
    """Send every logger of this process to standard error in our shape; may be called again."""
    handler = logging.StreamHandler()
    handler.setFormatter(MaskedJson(JSON) if as_json else MaskedText(PLAIN))
    handler.addFilter(Masked())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name, enough in NOISY.items():
        logging.getLogger(name).setLevel(enough)
