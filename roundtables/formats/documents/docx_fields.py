"""What a Word template may hold: fields, conditions, and one loop over the rows of a list, each in its paragraph.

It is decided on Jinja2's syntax tree before anything is filled in: without calls, filters and arithmetic a template
can't reach anything but the values it is given, and takes no longer than it is long. Whatever else is there is told
with its place.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from roundtables.errors import shortened
from roundtables.formats.documents.docx_errors import DocxDamaged, DocxFieldWrong, DocxTooLarge
from roundtables.formats.documents.docx_places import Place, places
from roundtables.words import _

MOST_TAGS = 400
DEEPEST = 20
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
OF_ROWS = re.compile(r"\{%(?:tr|p) ")
LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
MOST_FILLED, MOST_BRACES = 1_000_000, 1_500
"""Bytes of a part, and braces in it: it is searched by patterns, which take longer the more there is of both."""
PARAGRAPH = re.compile(r"<w:p([ >])")
ELEMENT = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Rows:
    """The rows of a list that a template can loop over; each has all of `keys`."""

    keys: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...] = field(default=())


Value = str | Rows | Mapping[str, str]
"""A text, a list, or texts under names such as the labels of `say`."""


def environment() -> ImmutableSandboxedEnvironment:
    """Jinja2 with nothing in it but its syntax: an unknown field is an error, every text is escaped."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.tests.clear()
    made.filters.clear()
    return made


def require_fields(parts: Iterable[tuple[str, bytes]], name: str, values: Mapping[str, Value]) -> None:
    """Look at every part of a template that is filled in, each with what it is called ("" for the text itself).

    Raises DocxDamaged, DocxTooLarge, DocxFieldWrong.
    """
    tags = 0
    for called, content in parts:
        if len(content) > MOST_FILLED or content.count(b"{") > MOST_BRACES:
            raise DocxTooLarge(name)
        try:
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.LxmlError as error:
            raise DocxDamaged(name) from error
        found = list(places(root, called))
        for place in found:
            tags += _require_whole(place, name)
            if tags > MOST_TAGS:
                raise _wrong(place, name, _("there are too many fields in this template."))
        if found:
            _parse(found, name, values)


def require_source(source: str, name: str, values: Mapping[str, Value]) -> None:
    """Look at what is going to be filled in once docxtpl has joined what it takes for one field.

    Braces that stand apart, in several paragraphs or where no text is shown, become fields only then.
    """
    lines = PARAGRAPH.sub(r"\n<w:p\1", source).split("\n")
    found = [Place(" ".join(ELEMENT.sub(" ", line).split()), _("Somewhere in it")) for line in lines]
    _read("\n".join(lines), found, name, values)


def _require_whole(place: Place, name: str) -> int:
    """How many fields and conditions a paragraph holds; each begins and ends in it."""
    found = TAG.findall(place.text)
    if any(tag.startswith("{#") for tag in found) or LOOSE.search(TAG.sub("", place.text)):
        why = _("a field has to stand in one paragraph, from {begin} to {end}.")
        raise _wrong(place, name, why.format(begin="{{", end="}}"))
    return len(found)


def _parse(found: Sequence[Place], name: str, values: Mapping[str, Value]) -> None:
    """Parse a part with a paragraph a line, so that a line's number is the paragraph's."""
    _read("\n".join(OF_ROWS.sub("{% ", place.text) for place in found), found, name, values)


def _read(source: str, found: Sequence[Place], name: str, values: Mapping[str, Value]) -> None:
    try:
        tree = environment().parse(source)
        _Reader(found, name, values).visit(tree, 1, {})
    except TemplateSyntaxError as error:
        why = _("this is no complete field or condition ({detail}).").format(detail=shortened(error.message or ""))
        raise _wrong(found[min(error.lineno, len(found)) - 1], name, why) from error
    except (RecursionError, ValueError, MemoryError) as error:
        raise _wrong(found[0], name, _("fields and conditions are nested too deeply.")) from error


class _Reader:
    """Goes through the syntax tree of one part and stops at the first thing that can't be filled in."""

    def __init__(self, found: Sequence[Place], name: str, values: Mapping[str, Value]) -> None:
        self._found, self._name, self._values = found, name, values

    def visit(self, node: nodes.Node, line: int, scope: Mapping[str, tuple[str, ...]], depth: int = 0) -> None:
        """Look at a node and all within it; `scope` are the names of loops with what their rows have."""
        line = node.lineno or line
        if depth > DEEPEST:
            raise self._refused(line, _("fields and conditions are nested too deeply."))
        if isinstance(node, nodes.For):
            scope = self._loop(node, line, scope)
            parts: Sequence[nodes.Node] = node.body
        elif isinstance(node, nodes.Name):
            self._name_of(node.name, line)
            parts = ()
        elif isinstance(node, nodes.Getattr):
            self._attribute(node, line, scope)
            parts = ()
        elif isinstance(node, nodes.If):
            # A list stands for whether there is anything in it.
            tested = isinstance(node.test, nodes.Name) and isinstance(self._values.get(node.test.name), Rows)
            parts = [*([] if tested else [node.test]), *node.body, *node.elif_, *node.else_]
        elif isinstance(node, (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Not)):
            parts = list(node.iter_child_nodes())
        else:
            raise self._refused(line, _only())
        for part in parts:
            self.visit(part, line, scope, depth + 1)

    def _loop(self, node: nodes.For, line: int, scope: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
        listed = self._values.get(node.iter.name) if isinstance(node.iter, nodes.Name) else None
        plain = isinstance(node.target, nodes.Name) and not (node.else_ or node.test or node.recursive or scope)
        if isinstance(node.iter, nodes.Name) and listed is None:
            raise self._refused(line, self._unknown(node.iter.name, self._values))
        if not isinstance(listed, Rows) or not plain or not isinstance(node.target, nodes.Name):
            raise self._refused(line, _only())
        if node.target.name in self._values:
            raise self._refused(
                line,
                _("a field is called “{name}”: choose another name for the loop's row.").format(
                    name=shortened(node.target.name)
                ),
            )
        return {node.target.name: listed.keys}

    def _name_of(self, name: str, line: int) -> None:
        if name not in self._values:
            raise self._refused(line, self._unknown(name, self._values))
        if not isinstance(self._values[name], str):
            raise self._refused(line, _("“{name}” is no single text.").format(name=shortened(name)))

    def _attribute(self, node: nodes.Getattr, line: int, scope: Mapping[str, tuple[str, ...]]) -> None:
        if not isinstance(node.node, nodes.Name):
            raise self._refused(line, _only())
        owner = node.node.name
        held = scope.get(owner) or self._values.get(owner)
        if held is None:
            raise self._refused(line, self._unknown(owner, [*self._values, *scope]))
        if isinstance(held, str | Rows):
            raise self._refused(line, _only())
        if node.attr not in held:
            known = [f"{owner}.{key}" for key in held]
            raise self._refused(line, self._unknown(f"{owner}.{node.attr}", known))

    def _unknown(self, name: str, known: Any) -> str:
        near = difflib.get_close_matches(name, list(known), 1)
        if near:
            words = _("there is no field “{name}”. Is “{other}” meant?")
            return words.format(name=shortened(name), other=near[0])
        return _("there is no field “{name}”.").format(name=shortened(name))

    def _refused(self, line: int, why: str) -> DocxFieldWrong:
        return _wrong(self._found[min(max(line, 1), len(self._found)) - 1], self._name, why)


def _only() -> str:
    words = _("only fields such as {field}, conditions such as {condition} and rows such as {loop} are possible.")
    return words.format(
        field="{{ event_name }}",
        condition="{% if website %} … {% endif %}",
        loop="{%tr for each in countries %} … {%tr endfor %}",
    )


def _wrong(place: Place, name: str, why: str) -> DocxFieldWrong:
    return DocxFieldWrong(name, place.where, shortened(place.text.strip(), 60), why)
