"""What this workstation sends and fetches with: kept in a file of the user's own, without any password."""

import json
import os
from dataclasses import asdict, dataclass, field, fields
from enum import Enum
from pathlib import Path
from typing import Any

from roundtables.files import make_folder, replace_file
from roundtables.terms import Way

MOST_PER_MINUTE = 600
LARGEST = 100_000
NAMED = "ROUNDTABLES_POST"
"""The variable of the environment that names the file of the settings."""


class Security(Enum):
    """How the connection is encrypted: from the start, or by STARTTLS before anything is said (RFC 8314)."""

    TLS = "tls"
    STARTTLS = "starttls"


class SignIn(Enum):
    """How one signs in: with a password, a token (XOAUTH2), or not at all."""

    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    TOKEN = "xoauth2"  # noqa: S105 - as above
    NONE = "none"


@dataclass(frozen=True)
class SmtpAccount:
    """Where mail goes out. `name` and `email` are what its From: says."""

    host: str = ""
    port: int = 587
    security: Security = Security.STARTTLS
    sign_in: SignIn = SignIn.PASSWORD
    user: str = ""
    name: str = ""
    email: str = ""
    per_minute: int = 30

    @property
    def secret_name(self) -> str:
        """What the keyring knows its password or token by."""
        return f"smtp://{self.host}:{self.port}"


@dataclass(frozen=True)
class ImapAccount:
    """The mailbox folder that answers are fetched from; an empty host: none."""

    host: str = ""
    port: int = 993
    security: Security = Security.TLS
    sign_in: SignIn = SignIn.PASSWORD
    user: str = ""
    folder: str = "INBOX"

    @property
    def secret_name(self) -> str:
        """What the keyring knows its password or token by."""
        return f"imap://{self.host}:{self.port}"


@dataclass(frozen=True)
class PostSettings:
    """The way out, the accounts, whether sending rests, and whether reminders go out by rule."""

    way: Way = Way.FILE
    smtp: SmtpAccount = field(default_factory=SmtpAccount)
    imap: ImapAccount = field(default_factory=ImapAccount)
    paused: bool = False
    reminders: bool = False


def settings_file() -> Path:
    """Where the settings lie: `ROUNDTABLES_POST`, else a file in the user's folder of settings."""
    import platformdirs

    named = os.environ.get(NAMED)
    return Path(named) if named else Path(platformdirs.user_config_dir("Roundtables", appauthor=False)) / "post.json"


def load(path: Path | None = None) -> PostSettings:
    """The settings as they were kept. What was written by hand and makes no sense counts as not set."""
    path = path or settings_file()
    try:
        kept = json.loads(path.read_text("utf-8")) if path.stat().st_size <= LARGEST else {}
    except (OSError, ValueError, RecursionError):
        kept = {}
    kept = kept if isinstance(kept, dict) else {}
    values = _fitting(PostSettings(), {key: value for key, value in kept.items() if key not in ("smtp", "imap")})
    accounts = {"smtp": SmtpAccount(), "imap": ImapAccount()}
    for key, usual in accounts.items():
        values[key] = type(usual)(**_fitting(usual, kept.get(key)))
    return PostSettings(**values)


def save(settings: PostSettings, path: Path | None = None) -> None:
    """Keep the settings. Raises the errors of `files`."""
    path = path or settings_file()
    text = json.dumps(asdict(settings), default=lambda word: word.value, indent=2)
    make_folder(path.parent)
    replace_file(path, lambda out: out.write(text.encode()))


def _fitting(usual: Any, kept: Any) -> dict[str, Any]:
    """Of the values that were kept those of the right kind, the usual one for each other."""
    values = {}
    for each in fields(usual):
        otherwise = getattr(usual, each.name)
        value = kept.get(each.name) if isinstance(kept, dict) else None
        if isinstance(otherwise, Enum):
            value = next((word for word in type(otherwise) if word.value == value), otherwise)
        values[each.name] = value if type(value) is type(otherwise) else otherwise
    return values
