"""What may stand in a field: one line of text, a longer text, an e-mail address, a link. Bounded and cleaned."""

import unicodedata

from roundtables.errors import Invalid, shortened
from roundtables.words import _, n_

LONGEST_LINE = 500
LONGEST_NAME = 200
LONGEST_TEXT = 50_000
LONGEST_ADDRESS = 254
SCHEMES = ("https://", "http://")


class TextTooLong(Invalid):
    def __init__(self, field: str, length: int, most: int) -> None:
        self.field = field
        super().__init__(
            n_(
                "This text is too long: it has {length} characters, at most {most} fit. Nothing was changed.",
                "This text is too long: it has {length} characters, at most {most} fit. Nothing was changed.",
                most,
            ).format(length=length, most=most)
        )


class TextMissing(Invalid):
    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(_("This can't be left empty."))


class NotAnAddress(Invalid):
    def __init__(self, text: str, field: str = "email") -> None:
        self.field = field
        super().__init__(
            _("“{address}” is not an e-mail address. It needs a name, an @ and a domain.").format(
                address=shortened(text)
            )
        )


class NotALink(Invalid):
    field = "online_url"

    def __init__(self, text: str) -> None:
        super().__init__(_("“{link}” is not a web address. It begins with https://.").format(link=shortened(text)))


def line(text: str, field: str, *, most: int = LONGEST_LINE, needed: bool = False) -> str:
    """One line: control characters become spaces, runs of spaces one. Raises TextTooLong, TextMissing."""
    if len(text) > most * 4:
        raise TextTooLong(field, len(text), most)
    tidy = " ".join("".join(" " if _is_control(letter) else letter for letter in text).split())
    if len(tidy) > most:
        raise TextTooLong(field, len(tidy), most)
    if needed and not tidy:
        raise TextMissing(field)
    return tidy


def paragraphs(text: str, field: str, *, most: int = LONGEST_TEXT) -> str:
    """A longer text: line breaks and tabs stay, other control characters go. Raises TextTooLong."""
    if len(text) > most:
        raise TextTooLong(field, len(text), most)
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in unified if letter in "\n\t" or not _is_control(letter)).strip()


def address(text: str, field: str = "email") -> str | None:
    """An e-mail address as typed, or None for none. Raises NotAnAddress. Nothing is looked up."""
    tidy = text.strip()
    if not tidy:
        return None
    if len(tidy) > LONGEST_ADDRESS:
        raise NotAnAddress(tidy, field)
    from email_validator import EmailNotValidError, validate_email

    try:
        # `test_environment` admits the reserved domains (RFC 2606), which demonstration data uses.
        validate_email(tidy, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise NotAnAddress(tidy, field) from error
    return tidy


def link(text: str) -> str:
    """A web address, or nothing. Raises NotALink for another scheme or for spaces within."""
    tidy = text.strip()
    if not tidy:
        return ""
    if not tidy.lower().startswith(SCHEMES) or len(tidy) > LONGEST_LINE * 4 or any(map(str.isspace, tidy)):
        raise NotALink(tidy)
    return line(tidy, "online_url", most=LONGEST_LINE * 4)


def _is_control(letter: str) -> bool:
    """Control characters, line separators and lone surrogates: never part of a text that people typed."""
    return unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs")
