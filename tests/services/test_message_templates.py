"""The wording of messages: shipped for all, changed by the organisers, shown before it goes out."""

import datetime as dt
import re
from collections.abc import Callable

import pytest

from roundtables.errors import Invalid
from roundtables.register import Register
from roundtables.services import sessions
from roundtables.services.post import composing, templates
from roundtables.services.post.templates import FIELDS, TemplateWrong
from roundtables.terms import MessageKind
from roundtables.transport.accounts import PostSettings
from roundtables.words import LOCALES, resource

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
KIND = MessageKind.INVITATION

GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]

EMPTY = {"place": "", "online_url": "", "description": ""}
FULL = {"place": "Snellmaninkatu 1", "online_url": "https://meet.example/a", "description": "Bring a pen."}


@pytest.mark.parametrize("values", [EMPTY, FULL], ids=["little is known", "all is known"])
@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("kind", MessageKind)
def test_every_kind_has_words_in_every_language(
    kind: MessageKind,
    code: str,
    values: dict[str, str],
    register: Register,
    given_event: GivenEvent,
    given_participants: GivenParticipants,
) -> None:
    event = given_event(**values)
    given_participants(event, 1)
    with register.read() as session:
        kept = templates.wording(session, kind, code)
        subject, text = templates.preview(session, event, kind, code, kept.subject, kept.body, NOW)
    assert (kept.kind, kept.language, kept.own) == (kind, code, False)
    assert resource("mail", code, f"{kind.value}.txt").read_text("utf-8").startswith("Subject: ")
    assert "Round-table on reporting" in subject
    assert "Given0 Family0" in text.splitlines()[0]
    assert text.endswith("Programme Office\noffice@ministry.example\n")
    assert "\n\n\n" not in text
    assert re.search(r"[{}]|[ \t]\n", text) is None
    # Nothing that is not known leaves its label behind.
    assert re.search(r":\s*$", text.replace(":\n\n", ";\n\n").replace(":\n", ";\n"), re.MULTILINE) is None
    for value in values.values():
        if value and kind is KIND:
            assert value in text


def test_each_language_says_it_in_its_own_words() -> None:
    for kind in MessageKind:
        bodies = {templates.shipped(kind, code).body for code in LOCALES}
        assert len(bodies) == len(LOCALES)


def test_a_wording_of_one_s_own_counts_until_it_is_given_up(register: Register) -> None:
    with register.change("Wording") as session:
        templates.change(session, KIND, "sv-FI", "Kom: {{ title }}", "Hej {{ first_name }}!\r\n\r\nVi ses.")
    with register.read() as session:
        own = templates.wording(session, KIND, "sv")
        assert (own.subject, own.body, own.own) == ("Kom: {{ title }}", "Hej {{ first_name }}!\n\nVi ses.", True)
        assert not templates.wording(session, KIND, "fi").own
        assert not templates.wording(session, MessageKind.UPDATE, "sv").own
    with register.change("Wording") as session:
        templates.change(session, KIND, "sv", "Välkommen", "x")
    with register.read() as session:
        assert templates.wording(session, KIND, "sv").subject == "Välkommen"
    register.undo()
    with register.change("Wording") as session:
        assert templates.wording(session, KIND, "sv").subject == "Kom: {{ title }}"
        templates.reset(session, KIND, "sv")
        templates.reset(session, KIND, "hr")
    with register.read() as session:
        assert templates.wording(session, KIND, "sv") == templates.shipped(KIND, "sv")


def test_a_wording_of_one_s_own_is_what_goes_out(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event(language="fi")
    given_participants(event, 1)
    with register.change("Wording") as session:
        templates.change(session, KIND, "fi", "Tule: {{ title }}", "Hei {{ first_name }}!")
    with register.read() as session:
        chosen = composing.plan(session, event, KIND)
        (made,) = composing.compose(session, chosen, event, PostSettings(), NOW)
    assert made.subject == "Tule: Round-table on reporting"
    assert "Hei Given0!\r\n" in made.content


@pytest.mark.parametrize(
    ("subject", "body", "field", "line"),
    [
        ("{{ titel }}", "x", "subject", 1),
        ("x", "a\nb\n{{ nmae }}", "body", 3),
        ("x", "{% for a in name %}x{% endfor %}", "body", 1),
        ("x", "a\n{{ ''.__class__ }}", "body", 2),
        ("x", "{% if name %}", "body", 1),
    ],
)
def test_a_wrong_wording_is_refused_at_its_field_and_line(
    subject: str, body: str, field: str, line: int, register: Register
) -> None:
    with pytest.raises(TemplateWrong) as caught, register.change("Wording") as session:
        templates.change(session, KIND, "en", subject, body)
    assert (caught.value.field, caught.value.line) == (field, line)
    with register.read() as session, pytest.raises(TemplateWrong):
        templates.preview(session, None, KIND, "en", subject, body, NOW)
    with register.read() as session:
        assert not templates.wording(session, KIND, "en").own


@pytest.mark.parametrize(
    ("subject", "body", "field"),
    [("", "x", "subject"), ("x", " \n ", "body"), ("x" * 501, "x", "subject"), ("x", "x" * 20_001, "body")],
)
def test_a_wording_is_neither_missing_nor_endless(subject: str, body: str, field: str, register: Register) -> None:
    with pytest.raises(Invalid) as caught, register.change("Wording") as session:
        templates.change(session, KIND, "en", subject, body)
    assert caught.value.field == field


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_that_is_offered_can_be_filled_in(
    field: templates.Field, register: Register, given_event: GivenEvent
) -> None:
    event = given_event(**FULL)
    body = "{% if " + field.name + " %}{{ " + field.name + " }}{% endif %}."
    with register.read() as session:
        for key in (event, None):
            _subject, text = templates.preview(session, key, KIND, "en", "x", body, NOW)
            assert len(text) > 2 or field.name in ("programme", "note", "called_off")


def test_a_preview_needs_no_event_and_no_participants(register: Register, given_event: GivenEvent) -> None:
    body = "{{ name }}: {{ title }}, {{ when }}"
    with register.read() as session:
        _subject, invented = templates.preview(session, None, KIND, "fi", "x", body, NOW)
        _subject, lonely = templates.preview(session, given_event(), KIND, "fi", "x", body, NOW)
    assert "tiistai 24.11.2026 klo 9.00–16.00" in invented
    assert "Round-table on reporting, tiistai 1.12.2026" in lonely


def test_the_programme_is_a_line_a_session_with_its_day_where_there_are_several(
    register: Register, given_event: GivenEvent
) -> None:
    event = given_event()
    with register.change("Plan") as session:
        for day in (1, 2):
            sessions.add(
                session,
                event,
                title="Talk",
                starts=dt.datetime(2026, 12, day, 9, 30),
                ends=dt.datetime(2026, 12, day, 10),
            )
    with register.read() as session:
        _subject, text = templates.preview(session, event, KIND, "en", "x", "{{ programme }}", NOW)
    assert text == "1 Dec 2026 09:30–10:00 Talk\n2 Dec 2026 09:30–10:00 Talk\n"
