"""The developer's command hands what is meant for a verb on to it."""

import sys
from pathlib import Path

import pytest

import dev


@pytest.mark.parametrize(
    ("typed", "arrived"),
    [
        (["translate", "--check"], ["--check"]),
        (["test", "-q", "tests/ui", "-k", "cut off"], ["-q", "tests/ui", "-k", "cut off"]),
        (["test", "--", "-q", "--lf"], ["-q", "--lf"]),
        (["bench"], []),
    ],
)
def test_options_reach_the_verb_with_and_without_dashes_before_them(
    typed: list[str], arrived: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    got: list[list[str]] = []

    def work(rest: list[str]) -> int:
        got.append(rest)
        return 7

    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(dev.VERBS, typed[0], (work, ""))
    monkeypatch.setattr(sys, "argv", ["dev.py", *typed])
    assert dev.main() == 7
    assert got == [arrived]


def test_a_verb_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["dev.py", "trnslate"])
    with pytest.raises(SystemExit):
        dev.main()
