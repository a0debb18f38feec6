"""Templates: fields and conditions, and nothing by which one could reach further or take long."""

import time

import pytest

from roundtables.formats.mail.template_errors import LONGEST_BODY, TemplateWrong
from roundtables.formats.mail.wording import LONGEST_WRITTEN_BODY, compiled

FIELDS = frozenset({"name", "title", "place", "note"})
VALUES = {"name": "Maija", "title": "Työpaja", "place": "", "note": "a\nb"}
SUBJECT = "{{ title }}"


def filled(body: str, subject: str = SUBJECT, **values: str) -> tuple[str, str]:
    return compiled(subject, body, FIELDS).fill(VALUES | values)


def test_fields_are_filled_in_and_conditions_leave_no_empty_lines():
    body = "Hei {{ name|upper }},\n\n{% if place %}\nPaikka: {{ place }}\n{% endif %}\n\n\n{{ note }}\n"
    assert filled(body) == ("Työpaja", "Hei MAIJA,\n\na\nb\n")
    assert filled(body, place="Talo") == ("Työpaja", "Hei MAIJA,\n\nPaikka: Talo\n\na\nb\n")


def test_what_is_filled_in_is_never_read_as_a_template_or_as_html():
    assert filled("{{ note }}", note="{{ 7*7 }} {% if x %} <b>&amp;")[1] == "{{ 7*7 }} {% if x %} <b>&amp;\n"


def test_a_subject_is_one_line_whatever_is_filled_in():
    assert filled("x", "{{ title }}\n{{ name }}", title="a\r\nBcc: b\u2028c")[0] == "a Bcc: b c Maija"


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ name.__class__.__mro__ }}",
        "{{ name['__class__'] }}",
        "{{ name|attr('__class__') }}",
        "{{ 'a'*10**9 }}",
        "{{ name*10 }}",
        "{{ 2**2**2**2**2 }}",
        "{{ name ~ name }}",
        "{{ '%999999999d'|format(1) }}",
        "{{ name|center(10**9) }}",
        "{{ name|replace('', name) }}",
        "{{ name|default(*name) }}",
        "{{ range(10**9)|list }}",
        "{{ name.format(name) }}",
        "{{ self.__init__ }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{% for at in range(10**9) %}x{% endfor %}",
        "{% for at in name %}x{% endfor %}",
        "{% for name in title %}{{ name }}{% endfor %}",
        "{% set name = 1 %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% macro a() %}{{ a() }}{% endmacro %}",
        "{% block name %}{% endblock %}",
        "{% call name() %}{% endcall %}",
        "{% filter upper %}x{% endfilter %}",
        "{{ [1, 2] }}",
        "{{ {1: 2} }}",
        "{{ name[0:3] }}",
        "{{ name is defined }}",
        "{{ name",
        "{% if name %}",
        "{% endif %}",
        "{{ }}",
        "{{ name|nothing }}",
        "{{ name name }}",
        "{% if 1 < name %}x{% endif %}",
        "{{ name|upper(1) }}",
        "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
        "{% if name %}" * 60 + "{% endif %}" * 60,
        "{{ name" + "|upper" * 3_000 + " }}",
        "{{ " + "not " * 4_000 + "name }}",
        "x" * (LONGEST_BODY + 1),
    ],
)
def test_what_is_no_field_and_no_condition_is_refused_at_once(template):
    begun = time.process_time()
    with pytest.raises(TemplateWrong) as caught:
        filled(f"Hei\n{template}")
    assert time.process_time() - begun < 1
    assert caught.value.field == "body"
    assert caught.value.line in (1, 2)
    assert str(caught.value).startswith(f"Line {caught.value.line}: ")


def test_a_field_that_is_missing_is_named_with_its_line():
    with pytest.raises(TemplateWrong, match="Line 3: There is no field “nmae”") as caught:
        filled("Hei\n\n{{ nmae }}")
    assert (caught.value.field, caught.value.line) == ("body", 3)
    with pytest.raises(TemplateWrong, match="titel") as caught:
        filled("x", "{{ titel }}")
    assert caught.value.field == "subject"


def test_a_value_that_was_not_given_is_named():
    with pytest.raises(TemplateWrong, match="place"):
        compiled(SUBJECT, "{{ place }}", FIELDS).fill({"title": "x"})


def test_what_would_become_too_long_is_stopped():
    body = "{{ note }}" * (LONGEST_BODY // 10)
    begun = time.process_time()
    with pytest.raises(TemplateWrong, match="too long"):
        filled(body, note="x" * 50_000)
    assert time.process_time() - begun < 1
    assert len(filled("{{ note }}", note="x" * 50_000)[1]) < LONGEST_WRITTEN_BODY
    with pytest.raises(TemplateWrong, match="too long") as caught:
        filled("x", "{{ title }}" * 40, title="x" * 500)
    assert caught.value.field == "subject"
