"""Money: whole cents in a currency. Rates are exact decimals; a half cent is rounded up, as accounts do."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from roundtables.errors import Invalid, shortened
from roundtables.words import Language, _

EURO = "EUR"
MOST_CENTS = 10**13
"""A hundred thousand million: what is above it is a slip of the hand."""
_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_AMOUNT = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})*(?:[.,][0-9]{1,2})?|[0-9]+(?:[.,][0-9]{1,2})?")
_RATE = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,12})?")
_CURRENCY = re.compile(r"[A-Z]{3}")


class NotAnAmount(Invalid):
    field = "amount"

    def __init__(self, text: str) -> None:
        super().__init__(_("“{text}” is not an amount such as 1 234,50.").format(text=shortened(text, 40)))


class NegativeAmount(Invalid):
    field = "amount"

    def __init__(self) -> None:
        super().__init__(
            _("An amount can't be below nought. Nothing was changed; for money that came back, lower the cost itself.")
        )


class NotARate(Invalid):
    field = "rate"

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“{text}” is not an exchange rate such as 11,2345: units of the currency for one euro.").format(
                text=shortened(text, 40)
            )
        )


class NotACurrency(Invalid):
    field = "currency"

    def __init__(self, text: str) -> None:
        super().__init__(_("“{text}” is not a currency's code such as EUR or SEK.").format(text=shortened(text, 40)))


def cents(text: str) -> int:
    """The cents of an amount as people write it: 1 234,50; 1,234.50; 1234.5. Raises NotAnAmount, NegativeAmount.

    What stands last of comma and point divides cents off where one or two digits follow, thousands where three do.
    """
    plain = _SPACES.sub("", text).replace("\N{MINUS SIGN}", "-")
    if re.fullmatch(rf"-(?:{_AMOUNT.pattern})", plain):
        raise NegativeAmount
    if not _AMOUNT.fullmatch(plain):
        raise NotAnAmount(text)
    mark = "" if len(plain) < 2 else next((sign for sign in plain[-3:-1] if sign in ".,"), "")
    whole, part = plain.rsplit(mark, 1) if mark else (plain, "")
    digits = re.sub(r"[.,]", "", whole)
    if mark and mark in whole:
        raise NotAnAmount(text)
    found = int(digits) * 100 + int((part or "0").ljust(2, "0"))
    if found > MOST_CENTS:
        raise NotAnAmount(text)
    return found


def rate(text: str) -> str:
    """An exchange rate as it is kept: exact decimal text with a point, above nought. Raises NotARate."""
    plain = _SPACES.sub("", text)
    if not _RATE.fullmatch(plain):
        raise NotARate(text)
    value = Decimal(plain.replace(",", "."))
    if value <= 0:
        raise NotARate(text)
    return format(value.normalize(), "f")


def currency(text: str) -> str:
    """A currency's code, ISO 4217, in capitals. Raises NotACurrency."""
    code = text.strip().upper()
    if not _CURRENCY.fullmatch(code):
        raise NotACurrency(text)
    return code


def in_euro(amount: int, code: str, rate_text: str) -> int | None:
    """Cents of a currency as euro cents by a rate (units for one euro); None where the rate is not known."""
    if code == EURO:
        return amount
    try:
        value = Decimal(rate_text)
    except InvalidOperation:
        return None
    if value <= 0:
        return None
    return int((Decimal(amount) / value).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def written(amount: int, code: str, language: Language) -> str:
    """An amount with its currency as a language writes it: 1 234,50 €, €1,234.50. Imports Babel."""
    from babel.numbers import format_currency

    return format_currency(Decimal(amount) / 100, code, locale=language.locale)
