"""Every setting, its default and one line of why; environment variables of the same name win."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Any, NamedTuple

from dotenv import dotenv_values

MIB = 1024 * 1024
GIB = 1024 * MIB
ROOT = Path(__file__).resolve().parent
OWN_SANDBOX = "http://127.0.0.1:8010"


class Setting(NamedTuple):
    """One setting: its name, its default (which also gives the type) and why one would change it."""

    name: str
    default: Any
    why: str


SETTINGS = [
    Setting(
        "ENVIRONMENT", "development", "development, testing, staging or production; decides how strict the start is"
    ),
    Setting("VAR_DIR", str(ROOT / "var"), "folder of everything that the site writes on this machine"),
    Setting("PUBLIC_URL", "http://127.0.0.1:8000", "address that people use; links in mails and embeds start with it"),
    Setting("SECRET_KEY", "", "signs forms and cookies; made under VAR_DIR in development, required in production"),
    Setting("DATABASE_URL", "", "mysql+pymysql://user:password@host/name; empty means SQLite under VAR_DIR"),
    Setting("DATABASE_POOL_SIZE", 10, "open connections per process"),
    Setting("REDIS_URL", "", "queue Redis (must not evict); empty means the server that bin/run starts"),
    Setting("CACHE_REDIS_URL", "", "cache Redis (may evict); empty means database 1 of REDIS_URL"),
    Setting("S3_ENDPOINT_URL", "", "address of an S3-compatible store; empty means a folder under VAR_DIR"),
    Setting("S3_BUCKET", "weekmotion", "private bucket that holds all media"),
    Setting("S3_ACCESS_KEY", "", "access key id of the store"),
    Setting("S3_SECRET_KEY", "", "secret key of the store"),
    Setting("S3_REGION", "us-east-1", "region that requests are signed for"),
    Setting("FFMPEG", "", "path of an ffmpeg to use; empty means the static build that pip installed"),
    Setting(
        "MEDIA_URL", "", "origin that serves /media/, for example https://media.example.org; empty means this site"
    ),
    Setting("MEDIA_SECRET", "", "signs media links, shared with nginx; empty means derived from SECRET_KEY"),
    Setting(
        "MEDIA_ACCEL", "", "internal nginx location for media kept in S3; empty means that the application streams"
    ),
    Setting("CDN_URL", "", "address of a CDN that fetches /media/ from us, for example https://films.example-cdn.net"),
    Setting("CDN_SIGNING", "path", "path: our signed path is all it needs; token: a token of the CDN's own before it"),
    Setting("CDN_SECRET", "", "the key of the CDN's own tokens, for CDN_SIGNING=token"),
    Setting("STORAGE_PRICE", "0.02", "what a GB in the store costs in a month, in the money of the site"),
    Setting("SMTP_URL", "", "smtp://user:password@host:587; empty means files under VAR_DIR/mail"),
    Setting("MAIL_FROM", "Weekmotion <hello@localhost>", "sender of every mail"),
    Setting("TRUSTED_HOSTS", "", "comma-separated host names that requests may carry; required in production"),
    Setting("PROXY_HOPS", 0, "reverse proxies in front of the application (exactly 1 behind our nginx)"),
    Setting("SESSION_COOKIE_SECURE", False, "cookies only over https, with the __Host- prefix"),
    Setting("SESSION_DAYS", 30, "a session ends after so many days, used or not"),
    Setting("SESSION_IDLE_DAYS", 14, "a session ends when it was not used for so many days"),
    Setting("PASSWORD_MIN_LENGTH", 10, "shortest password in characters (NIST 800-63B: 15 for a password alone)"),
    Setting("ARGON2_MEMORY_KIB", 19456, "memory of one password check (OWASP's second recommendation)"),
    Setting("ARGON2_ROUNDS", 2, "passes of one password check"),
    Setting(
        "TWO_FACTOR_REQUIRED",
        True,
        "staff, and creators who are paid, need a second factor (false in development: the demo can be tried at once)",
    ),
    Setting("GEOIP_DATABASE", "", "path of a MaxMind .mmdb that turns addresses into places in the session list"),
    Setting("UPLOAD_MAX_BYTES", 8 * GIB, "largest file that may be uploaded"),
    Setting("UPLOAD_QUOTA_BYTES", 50 * GIB, "source bytes that one person may keep"),
    Setting("UPLOAD_EXPIRES_HOURS", 72, "an unfinished upload is removed after so many hours without a byte"),
    Setting("IMPORTS_PER_DAY", 50, "films that one person may bring from other addresses in 24 hours; 0 means none"),
    Setting("IMPORT_YTDLP", "", "path of a yt-dlp that may fetch films from pages; empty means files and feeds only"),
    Setting("DISK_FREE_PERCENT", 10, "uploads are refused below this much free disk, so that the rest goes on"),
    Setting("REMOVED_KEPT_DAYS", 30, "a removed film can come back for so many days; then its files go"),
    Setting("FILM_MAX_SECONDS", 12 * 3600, "longest film"),
    Setting("ENCODE_PRESET", "veryfast", "x264 preset: slower is smaller"),
    Setting(
        "CHUNK_SECONDS", 60, "long films are encoded in parts of so many seconds, side by side; 0 encodes them in one"
    ),
    Setting(
        "LAZY_ABOVE", 0, "rungs above so many lines are made when a film is first watched or sold; 0 makes all at once"
    ),
    Setting("ENCODE_THREADS", 2, "threads of one encode"),
    Setting("ENCODE_GPU", "", "auto: a card's H.264 encoder where one works; or its name, such as h264_nvenc"),
    Setting("MEDIA_WORKERS", 1, "encodes at the same time on this machine"),
    Setting("WORKER_MAX_JOBS", 500, "a worker process is replaced after so many jobs"),
    Setting("CURRENCY", "USD", "the money of the site (ISO 4217); chosen once, before anybody pays"),
    Setting("TAX_BASIS_POINTS", 0, "tax that prices contain, in hundredths of a per cent (1900 is 19 %)"),
    Setting("EARNINGS_HOLD_DAYS", 7, "a sale is settled after so many days, so that refunds find their money"),
    Setting("NEGATIVE_LIMIT", 5000, "minor units that refunds may bring a creator's balance below nothing"),
    Setting(
        "GATEWAYS",
        "sandbox,bank",
        "ways to pay in their order: sandbox, stripe, bank; none unless named in production (or said: none)",
    ),
    Setting("SANDBOX_URL", "", "address of the sandbox gateway; empty means the one that bin/run starts"),
    Setting("SANDBOX_SECRET", "", "what the site and the sandbox share; empty means derived from SECRET_KEY"),
    Setting("STRIPE_SECRET_KEY", "", "secret key of the Stripe account (sk_live_... or sk_test_...)"),
    Setting(
        "STRIPE_WEBHOOK_SECRET", "", "secret of the endpoint /webhooks/stripe (whsec_...), from Stripe's dashboard"
    ),
    Setting("STRIPE_API_BASE", "https://api.stripe.com", "address of Stripe's API; tests name a server of their own"),
    Setting("BANK_NAME", "", "name of the account that people transfer to; the bank is offered once BANK_IBAN is set"),
    Setting("BANK_IBAN", "", "its IBAN; payouts leave from it as well"),
    Setting("BANK_BIC", "", "the BIC of its bank"),
    Setting("PRO_PRICE_MONTH", 500, "minor units that a month of Pro costs until an admin says otherwise"),
    Setting("PRO_PRICE_YEAR", 5000, "the same for a year; 0 means that Pro is paid by the month only"),
    Setting("PRO_TRIAL_DAYS", 7, "days that Pro can be tried for, once per person; 0 means no trial"),
    Setting(
        "PRO_POOL_BASIS_POINTS", 4000, "part of what is paid for Pro that goes into the pool of rewards (4000 is 40 %)"
    ),
    Setting(
        "PAYOUT_SECRET",
        "",
        "encrypts the accounts that money is sent to, and the secrets of sign-in apps; empty means derived from SECRET_KEY",
    ),
    Setting("PAYOUT_LEAST", 1000, "the least that can be withdrawn, in minor units"),
    Setting("PAYOUT_MOST", 1_000_000, "the most that can be withdrawn at once, in minor units"),
    Setting("PAYOUT_REVIEW_FROM", 50_000, "from this amount on (minor units) somebody looks at a withdrawal first"),
    Setting("PAYOUT_TWO_FROM", 200_000, "from this amount on (minor units) two people have to let a withdrawal go"),
    Setting("DEPOSIT_REST_HOURS", 72, "hours in which new accounts can't pass on what a card has brought; 0: at once"),
    Setting("NEW_ACCOUNT_DAYS", 30, "accounts younger than so many days are new ones for that"),
    Setting("DEPOSITS_PER_NETWORK", 60, "deposits that one network (/24, or /48 of IPv6) may begin in an hour; 0: any"),
    Setting("TWO_PEOPLE_HOURS", 72, "what one of the staff asked for is dropped when nobody agreed in so many hours"),
    Setting("PAYOUT_TARGET_HOURS", 72, "a new account to send money to is used after so many hours"),
    Setting("PAYOUTS_UNSEEN_PER_WEEK", 3, "after so many withdrawals in seven days somebody looks at the next one"),
    Setting("PAYOUTS_PER_WEEK", 10, "withdrawals of one person in seven days"),
    Setting("REWARD_LONG_SECONDS", 60, "films of so many seconds or more earn rewards"),
    Setting("REWARD_FILMS", 5, "so many long films must be out before a creator earns rewards"),
    Setting("REWARD_FOLLOWERS", 50, "and so many people must follow them"),
    Setting("REWARD_DAY_BASIS_POINTS", 1000, "part of the pool that one day gives away (1000 is 10 %)"),
    Setting("REWARD_HOUR_MOST", 100, "minor units that an hour of real watching is worth at most"),
    Setting("VIEW_WINDOW_HOURS", 6, "one viewer counts once per film in this many hours"),
    Setting("OUTBOUND_PORTS", "80,443", "ports that requests to addresses which people typed may go to"),
    Setting(
        "OUTBOUND_LOOPBACK", False, "such requests may reach this machine itself: for trying things in development"
    ),
    Setting("LIVE_MAX_SECONDS", 300, "a live stream is closed after so many seconds; the browser reconnects"),
    Setting("BROWSE_LIMIT", "600 per minute", "requests per person or network; fails open when Redis is away"),
    Setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR"),
    Setting("LOG_JSON", False, "one JSON object a line, for machines"),
]

DEFAULTS = {
    "development": {"TWO_FACTOR_REQUIRED": False},
    "testing": {
        "DEPOSIT_REST_HOURS": 0,
        "DEPOSITS_PER_NETWORK": 0,
        "ARGON2_MEMORY_KIB": 64,
        "ARGON2_ROUNDS": 1,
        "LOG_LEVEL": "WARNING",
        "SECRET_KEY": "only-for-tests",
        "BROWSE_LIMIT": "100000 per minute",
        "ENCODE_PRESET": "ultrafast",
        "TWO_FACTOR_REQUIRED": False,
    },
    "staging": {"SESSION_COOKIE_SECURE": True, "LOG_JSON": True, "PROXY_HOPS": 1, "GATEWAYS": ""},
    "production": {"SESSION_COOKIE_SECURE": True, "LOG_JSON": True, "PROXY_HOPS": 1, "GATEWAYS": ""},
}


class UnsafeSettings(SystemExit):
    """Refuses to start, with one sentence that says what to do."""


def load(environment: str | None = None, **overrides: Any) -> dict[str, Any]:
    """Return all settings: overrides, then environment variables, then `.env`, then defaults.

    Raises UnsafeSettings when staging or production would start with unsafe values."""
    given = {**dotenv_values(ROOT / ".env"), **os.environ} if environment != "testing" else {}
    name = environment or given.get("ENVIRONMENT") or "development"
    if name not in DEFAULTS:
        raise UnsafeSettings(f"ENVIRONMENT is {name!r}: use one of {', '.join(DEFAULTS)}.")
    settings = {s.name: _value(s, given, DEFAULTS[name]) for s in SETTINGS}
    settings |= {"ENVIRONMENT": name, **overrides}
    _derive(settings, strict=name in ("staging", "production"))
    return settings


def _value(setting: Setting, given: dict, defaults: dict) -> Any:
    raw = given.get(setting.name)
    if raw is None or raw == "":
        return defaults.get(setting.name, setting.default)
    if isinstance(setting.default, bool):
        return raw.strip().lower() in ("1", "true", "yes", "on")
    if isinstance(setting.default, int):
        return _whole(setting.name, raw)
    return raw


def _whole(name: str, raw: str) -> int:
    try:
        return int(raw)
    except ValueError:
        raise UnsafeSettings(f"{name} is {raw!r}: give a whole number.") from None


def _derive(settings: dict, strict: bool) -> None:
    if strict:
        _refuse_unsafe(settings)
    var = Path(settings["VAR_DIR"])
    settings["SECRET_KEY"] = settings["SECRET_KEY"] or _own_secret(var / "secret")
    settings["MEDIA_SECRET"] = settings["MEDIA_SECRET"] or _derived(settings["SECRET_KEY"], "media links")
    settings["SANDBOX_SECRET"] = settings["SANDBOX_SECRET"] or _derived(settings["SECRET_KEY"], "sandbox gateway")
    settings["SANDBOX_URL"] = settings["SANDBOX_URL"] or OWN_SANDBOX
    settings["PAYOUT_SECRET"] = settings["PAYOUT_SECRET"] or _derived(settings["SECRET_KEY"], "payout targets")
    settings["DATABASE_URL"] = settings["DATABASE_URL"] or f"sqlite:///{var / 'weekmotion.db'}"
    settings["REDIS_URL"] = settings["REDIS_URL"] or f"unix://{var / 'redis' / 'redis.sock'}?db=0"
    settings["CACHE_REDIS_URL"] = settings["CACHE_REDIS_URL"] or _second_database(settings["REDIS_URL"])


def _derived(secret: str, purpose: str) -> str:
    """Return a key for one purpose, which may stand in the files of another program: it does not tell `secret`."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def _second_database(url: str) -> str:
    if url.startswith("unix://"):
        return url.split("?")[0] + "?db=1"
    head, slash, last = url.rpartition("/")
    return f"{head}/1" if slash and last.isdigit() else f"{url.rstrip('/')}/1"


def _own_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text().strip()


def _refuse_unsafe(s: dict) -> None:
    name = s["ENVIRONMENT"]
    if len(s["SECRET_KEY"]) < 32 or s["SECRET_KEY"].startswith("only-for-tests"):
        raise UnsafeSettings(f"{name} needs SECRET_KEY: set it to at least 32 random characters.")
    if s["MEDIA_SECRET"] and len(s["MEDIA_SECRET"]) < 32:
        raise UnsafeSettings(f"{name} needs a longer MEDIA_SECRET: set at least 32 random characters, or none.")
    if os.environ.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no"):
        raise UnsafeSettings(f"{name} does not run with FLASK_DEBUG: take it out of the environment.")
    if not s["DATABASE_URL"].startswith("mysql+pymysql://"):
        raise UnsafeSettings(f"{name} does not run on SQLite: set DATABASE_URL=mysql+pymysql://...")
    if not s["REDIS_URL"]:
        raise UnsafeSettings(
            f"{name} does not run on the embedded Redis: set REDIS_URL to a server that does not evict."
        )
    if not s["SESSION_COOKIE_SECURE"]:
        raise UnsafeSettings(f"{name} needs SESSION_COOKIE_SECURE=true: cookies must never travel in the clear.")
    if not s["TRUSTED_HOSTS"]:
        raise UnsafeSettings(f"{name} needs TRUSTED_HOSTS: list the host names that people use, comma-separated.")
    if s["OUTBOUND_LOOPBACK"]:
        raise UnsafeSettings(f"{name} lets nobody reach its own machine: take OUTBOUND_LOOPBACK out.")
    if not s["PUBLIC_URL"].startswith("https://"):
        raise UnsafeSettings(f"{name} needs PUBLIC_URL to start with https://, the address that people use.")
    if not s["SMTP_URL"]:
        raise UnsafeSettings(f"{name} needs SMTP_URL: without mail nobody can verify an address or reset a password.")
    if s["CDN_URL"] and not s["CDN_URL"].startswith("https://"):
        raise UnsafeSettings(f"{name} needs CDN_URL to start with https://: films would be blocked on our pages.")
    if s["CDN_SIGNING"] == "token" and not s["CDN_SECRET"]:
        raise UnsafeSettings(f"{name} needs CDN_SECRET for CDN_SIGNING=token: the key that the CDN checks tokens with.")
    if name == "production" and not s["TWO_FACTOR_REQUIRED"]:
        raise UnsafeSettings(f"{name} asks staff and paid creators for a second factor: take TWO_FACTOR_REQUIRED out.")
    _refuse_unsafe_money(s)


def _refuse_unsafe_money(s: dict) -> None:
    name, gateways = s["ENVIRONMENT"], [each.strip() for each in s["GATEWAYS"].split(",")]
    if name == "production" and "sandbox" in gateways:
        raise UnsafeSettings(f"{name} does not take play money: set GATEWAYS=stripe,bank, or those of them you use.")
    if "stripe" in gateways and not (s["STRIPE_SECRET_KEY"] and s["STRIPE_WEBHOOK_SECRET"]):
        raise UnsafeSettings(f"{name} needs STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, or GATEWAYS without stripe.")
    if "bank" in gateways and not (s["BANK_IBAN"] and s["BANK_NAME"]):
        raise UnsafeSettings(f"{name} needs BANK_NAME and BANK_IBAN, or GATEWAYS without bank.")
