"""Money: whole cents in a currency. Rates are exact decimals; a half cent is rounded up, as accounts do. No floats."""

import re
from fractions import Fraction
from functools import lru_cache

from roundtables.errors import Invalid, shortened
from roundtables.words import _

EURO = "EUR"
CURRENCIES = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG
    HUF IDR ILS INR IRR ISK JMD JPY KES KGS KHR KMF KPW KRW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
    VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG""".split()  # noqa: SIM905 - a list of codes is read better so
)
"""Codes of ISO 4217 in use, and those that the euro has followed since 2023. A hundredth of each is a cent here.

Left out are the seven that are counted in thousandths (BHD IQD JOD KWD LYD OMR TND): cents could not hold them.
"""
MOST_CENTS = 10**13
"""A hundred thousand million: what is above it is a slip of the hand."""
LONGEST = 40
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_AMOUNT = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:(?P<thousands>[ .,'’])[0-9]{3}(?:(?P=thousands)[0-9]{3})*)?|[0-9]+)"
    r"(?:(?P<mark>[.,])(?P<part>[0-9]{1,2}))?"
)
_RATE = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,12})?")
_KEPT_RATE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,12})?")


class NotAnAmount(Invalid):
    def __init__(self, text: str, field: str = "amount") -> None:
        self.field = field
        super().__init__(_("“{text}” is not an amount such as 1 234,50.").format(text=shortened(text, LONGEST)))


class NegativeAmount(Invalid):
    def __init__(self, field: str = "amount") -> None:
        self.field = field
        super().__init__(
            _("An amount can't be below nought. Nothing was changed; for money that came back, lower the cost itself.")
        )


class AmountTooLarge(Invalid):
    def __init__(self, field: str = "amount") -> None:
        self.field = field
        super().__init__(_("This amount is larger than any that is kept here. Nothing was changed; check the figures."))


class NotARate(Invalid):
    field = "rate"

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“{text}” is not an exchange rate such as 11,2345: units of the currency for one euro.").format(
                text=shortened(text, LONGEST)
            )
        )


class NotACurrency(Invalid):
    field = "currency"

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“{text}” is not a currency that is known here. Type its code, such as EUR or SEK.").format(
                text=shortened(text, LONGEST)
            )
        )


def cents(text: str, field: str = "amount") -> int:
    """The cents of an amount as people write it: 1 234,50; 1,234.50; 1.234,50; 1234.5; with a € before or after.

    What stands last of comma and point divides cents off where one or two digits follow, thousands where three do.
    Raises NotAnAmount, NegativeAmount and AmountTooLarge, at the field that is named.
    """
    if len(text) > LONGEST:
        raise NotAnAmount(text, field)
    plain = _SPACES.sub(" ", text).replace("\N{MINUS SIGN}", "-").replace("€", " ").strip()
    positive = plain.removeprefix("-").strip()
    found = _AMOUNT.fullmatch(positive)
    if not found or (found["mark"] and found["mark"] == found["thousands"]):
        raise NotAnAmount(text, field)
    number = int(re.sub("[^0-9]", "", found["whole"])) * 100 + int((found["part"] or "").ljust(2, "0"))
    if positive != plain and number:
        raise NegativeAmount(field)
    return bounded(number, field)


def bounded(amount: int, field: str = "amount") -> int:
    """An amount that is neither negative nor beyond all reason. Raises NegativeAmount, AmountTooLarge."""
    if amount < 0:
        raise NegativeAmount(field)
    if amount > MOST_CENTS:
        raise AmountTooLarge(field)
    return amount


def rate(text: str) -> str:
    """An exchange rate as it is kept: exact decimal text with a point, above nought. Raises NotARate."""
    plain = _SPACES.sub("", text[: LONGEST + 1])
    if not _RATE.fullmatch(plain):
        raise NotARate(text)
    whole, _point, part = plain.replace(",", ".").partition(".")
    kept = f"{int(whole)}.{part.rstrip('0')}".rstrip(".")
    if not Fraction(kept):
        raise NotARate(text)
    return kept


def currency(text: str) -> str:
    """A currency's code, ISO 4217, in capitals. Raises NotACurrency."""
    code = text.strip().upper()
    if code not in CURRENCIES:
        raise NotACurrency(text)
    return code


def in_euro(amount: int, code: str, rate_text: str) -> int | None:
    """Cents of a currency as euro cents by a rate (units for one euro); None where the rate is not known."""
    if code == EURO:
        return amount
    known = _ratio(rate_text)
    if known is None:
        return None
    units, euro = known
    return (2 * amount * euro + units) // (2 * units)


@lru_cache(maxsize=1000)
def _ratio(rate_text: str) -> tuple[int, int] | None:
    """A kept rate as units of the currency to euro, in whole numbers; None where it can't be read or is nought."""
    if not _KEPT_RATE.fullmatch(rate_text):
        return None
    units, euro = Fraction(rate_text).as_integer_ratio()
    return (units, euro) if units else None
