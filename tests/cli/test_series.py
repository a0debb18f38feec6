"""`events repeat` as a program or a person calls it."""

import json
from pathlib import Path

from tests.cli.shell import Shell


def run(register: Path, *arguments: str, code: int = 0) -> tuple[str, str]:
    shell = Shell(register)
    return shell.run(*arguments, code=code), shell.errors


def add(path: Path) -> str:
    times = ("--starts", "2027-03-09 09:00", "--ends", "2027-03-09 11:00")
    return run(path, "events", "add", "--title", "Network", "--kind", "network-meeting", *times)[0].strip()


def test_an_event_repeats_with_dates_left_out_and_extra_ones(path: Path) -> None:
    rule = ("--rule", "FREQ=WEEKLY;INTERVAL=2;COUNT=4")
    dates = ("--skip", "2027-03-23", "--extra", "2027-06-01T10:00")
    shown = json.loads(run(path, "events", "repeat", add(path), *rule, *dates, "--json")[0])
    assert [each["starts"] for each in shown["meetings"]] == [
        "2027-03-09T09:00:00+02:00",
        "2027-04-06T09:00:00+03:00",
        "2027-04-20T09:00:00+03:00",
        "2027-06-01T10:00:00+03:00",
    ]
    assert (shown["rule"], shown["title"]) == ("FREQ=WEEKLY;INTERVAL=2;COUNT=4", "Network")
    assert len(json.loads(run(path, "events", "list", "--json")[0])) == 4


def test_people_read_the_rule_in_words(path: Path) -> None:
    out, _errors = run(path, "events", "repeat", add(path), "--rule", "FREQ=WEEKLY;INTERVAL=2;COUNT=4")
    assert out.splitlines()[0] == "Every second Tuesday, 4 times"


def test_a_rule_without_an_end_is_refused_in_words(path: Path) -> None:
    _out, errors = run(path, "events", "repeat", add(path), "--rule", "FREQ=DAILY", code=1)
    assert "without an end" in errors
    assert len(json.loads(run(path, "events", "list", "--json")[0])) == 1
