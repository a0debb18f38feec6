"""Amounts, rates and currencies: what is written is read again, exactly; what is no amount is said to be none."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from roundtables import money
from roundtables.words import language, speak
from ui import format as formats

CENTS = st.integers(0, money.MOST_CENTS)
CODES = st.sampled_from(["en", "fi", "sv", "hr"])


@given(CENTS, CODES)
def test_what_the_window_writes_is_read_again(amount: int, code: str) -> None:
    speak(code)
    assert money.cents(formats.cents(amount)) == amount


@given(CENTS, CODES)
def test_what_a_document_writes_is_read_again(amount: int, code: str) -> None:
    whole = Decimal(amount).scaleb(-2)
    assert money.cents(format_currency(whole, "EUR", locale=language(code).locale)) == amount


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("1234", 123400),
        ("1234,5", 123450),
        ("1234.50", 123450),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("1\u202f234,50", 123450),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1’234.50", 123450),
        ("1.234", 123400),
        ("1,234,567", 123456700),
        ("0,05", 5),
        ("12,5 €", 1250),
        ("€12.50", 1250),
        (" 007 ", 700),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, cents: int) -> None:
    assert money.cents(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "€", "-", "12,345,6,7", "1,234,50", "1.234,567", "1,23.456", "12 34,50", "1 2", "1234 567", "1.2.3"),
        *("1e3", "0x10", "½", "١٢", "12,", ",5", "1,234.5678", "NaN", "1\x00", "abc", "9" * 50, "1;2", "--1"),
    ],
)
def test_what_is_no_amount_is_said_to_be_none(text: str) -> None:
    with pytest.raises(money.NotAnAmount, match="is not an amount") as error:
        money.cents(text, "actual")
    assert error.value.field == "actual"


@pytest.mark.parametrize("text", ["-1", "−1,50", "- 1 234,50 €", "-0,01"])
def test_a_negative_amount_has_words_of_its_own(text: str) -> None:
    with pytest.raises(money.NegativeAmount, match="below nought"):
        money.cents(text)
    assert money.cents("-0") == 0


def test_an_amount_beyond_all_reason_is_refused() -> None:
    assert money.cents("100 000 000 000,00") == money.MOST_CENTS
    with pytest.raises(money.AmountTooLarge):
        money.cents("100 000 000 000,01")


@given(st.decimals("0.000000000001", "999999999", places=12), st.sampled_from(".,"))
def test_a_rate_is_kept_exactly(value: Decimal, point: str) -> None:
    kept = money.rate(f"{value:f}".replace(".", point))
    assert Decimal(kept) == value
    assert money.rate(kept) == kept


@pytest.mark.parametrize(
    "text", ["", "0", "0,000", "-1", "1e5", "1,2,3", "1.000,5", "abc", "1" * 30, "1,1234567890123"]
)
def test_what_is_no_rate_is_said_to_be_none(text: str) -> None:
    with pytest.raises(money.NotARate, match="for one euro"):
        money.rate(text)


@given(CENTS, st.decimals("0.0001", "100000", places=4))
def test_euro_are_rounded_half_up_and_exactly(amount: int, rate: Decimal) -> None:
    exact = money.in_euro(amount, "SEK", money.rate(f"{rate:f}"))
    # By another way: the remainder of a division of whole numbers.
    top, bottom = amount * 10_000, int(rate * 10_000)
    whole, rest = divmod(top, bottom)
    assert exact == whole + (2 * rest >= bottom)


def test_half_a_cent_goes_up_where_a_float_would_not() -> None:
    assert money.in_euro(1, "SEK", "2") == 1
    assert money.in_euro(3, "SEK", "2") == 2
    assert money.in_euro(5, "SEK", "2") == 3
    assert money.in_euro(112345, "SEK", "11.2345") == int(
        (Decimal(112345) / Decimal("11.2345")).quantize(Decimal(1), ROUND_HALF_UP)
    )
    assert money.in_euro(500, "EUR", "") == 500


@pytest.mark.parametrize("kept", ["", "0", "x", "1e9999999999", "-1", "1/0", "1,5"])
def test_without_a_rate_that_can_be_read_there_is_no_amount_in_euro(kept: str) -> None:
    assert money.in_euro(100, "SEK", kept) is None


def test_currencies_are_known_by_their_codes() -> None:
    assert money.currency(" sek ") == "SEK"
    for text in ("", "EURO", "XXX", "ABC", "€", "KWD"):
        with pytest.raises(money.NotACurrency, match="EUR or SEK"):
            money.currency(text)
