"""A message of the outbox as it is read: its headers in words, its plain text, the names of what is attached."""

from dataclasses import dataclass
from email import message_from_string
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default

LONGEST = 200_000
"""Letters of a text that are shown."""
MOST_PARTS = 100


@dataclass(frozen=True)
class ShownMail:
    """What a message says. `files` are the names of its attachments."""

    sender: str = ""
    to: str = ""
    subject: str = ""
    text: str = ""
    files: tuple[str, ...] = ()


def shown_mail(content: str) -> ShownMail:
    """What a message that was written here says; what can't be decoded is left out."""
    try:
        message = message_from_string(content, policy=default)
    except (MessageError, ValueError):
        return ShownMail()
    return ShownMail(
        _header(message, "From"), _header(message, "To"), _header(message, "Subject"), _text(message), _files(message)
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message[name] or "")
    except (MessageError, ValueError, IndexError):  # what a header's own parser stumbles over
        return ""


def _text(message: EmailMessage) -> str:
    try:
        part = message.get_body(("plain",))
        return str(part.get_content())[:LONGEST] if part is not None else ""
    except (MessageError, ValueError, LookupError):
        return ""


def _files(message: EmailMessage) -> tuple[str, ...]:
    names = []
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            break
        name = part.get_filename()
        if name:
            names.append(name)
    return tuple(names)
