"""Templates of messages (Jinja2): texts with fields to fill in and conditions, and nothing else that Jinja2 can do.

What a template may hold is decided on its syntax tree: without loops, calls, attributes and arithmetic it can't reach
anything but the values it is given, and takes no longer than it is long. The sandbox is the second wall.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from roundtables.errors import shortened
from roundtables.formats.mail.addresses import header_text
from roundtables.formats.mail.template_errors import LONGEST_BODY, LONGEST_SUBJECT, TemplateWrong
from roundtables.words import _

LONGEST_WRITTEN_SUBJECT, LONGEST_WRITTEN_BODY = 2_000, 200_000
DEEPEST = 40
FILTERS = frozenset({"capitalize", "default", "lower", "trim", "upper"})
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.Filter,
)


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    made.globals.clear()
    made.tests.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    return made


_ENVIRONMENT = _environment()


@dataclass(frozen=True)
class Compiled:
    """A subject and a body that were found good."""

    subject: Template
    body: Template

    def fill(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Subject and body with the values in them. Raises TemplateWrong where one becomes too long."""
        subject = header_text(_written("subject", self.subject, values, LONGEST_WRITTEN_SUBJECT))
        return subject, _tidy(_written("body", self.body, values, LONGEST_WRITTEN_BODY))


@lru_cache(64)
def compiled(subject: str, body: str, fields: frozenset[str]) -> Compiled:
    """Two templates made ready, each of which uses `fields` alone. Raises TemplateWrong."""
    return Compiled(
        _compiled("subject", subject, fields, LONGEST_SUBJECT), _compiled("body", body, fields, LONGEST_BODY)
    )


def _compiled(field: str, text: str, fields: Collection[str], most: int) -> Template:
    if len(text) > most:
        why = _("The text is too long: it has {length} characters, at most {most} fit.")
        raise TemplateWrong(field, 1, why.format(length=len(text), most=most))
    try:
        tree = _ENVIRONMENT.parse(text)
        for node, line in _nodes(field, tree, 1, 0):
            _check(field, node, line, fields)
        return _ENVIRONMENT.from_string(tree)
    except TemplateSyntaxError as error:
        raise TemplateWrong(field, error.lineno, _syntax(error)) from error
    except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError) as error:
        raise TemplateWrong(field, 1, _("This is nested too deeply.")) from error


def _syntax(error: TemplateSyntaxError) -> str:
    """Jinja2's own words are English and about its syntax: they stand behind ours."""
    return _("This is no complete field or condition: {detail}").format(detail=shortened(error.message or ""))


def _nodes(field: str, node: nodes.Node, line: int, depth: int) -> Iterator[tuple[nodes.Node, int]]:
    """All parts of a template with the lines they stand in."""
    line = node.lineno or line
    if depth > DEEPEST:
        raise TemplateWrong(field, line, _("This is nested too deeply."))
    yield node, line
    for child in node.iter_child_nodes():
        yield from _nodes(field, child, line, depth + 1)


def _check(field: str, node: nodes.Node, line: int, fields: Collection[str]) -> None:
    """Raise TemplateWrong for what a template may not hold, in words that say what to write instead."""
    if isinstance(node, nodes.Name) and node.name not in fields:
        why = _("There is no field “{name}”. Choose one from the list of fields.").format(name=shortened(node.name))
    elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
        why = _("“{name}” is not possible here. After | only these are: {filters}.").format(
            name=shortened(node.name), filters=", ".join(sorted(FILTERS))
        )
    elif not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Filter) and (node.dyn_args or node.dyn_kwargs)):
        why = _("Only fields such as {field} and conditions such as {condition} are possible here.").format(
            field="{{ title }}", condition="{% if place %} … {% endif %}"
        )
    else:
        return
    raise TemplateWrong(field, line, why)


def _written(field: str, template: Template, values: Mapping[str, str], most: int) -> str:
    pieces, length = [], 0
    try:
        for piece in template.generate(values):
            pieces.append(piece)
            length += len(piece)
            if length > most:
                raise TemplateWrong(field, 1, _("The text becomes too long once its fields are filled in."))
    except (TemplateError, TypeError, ValueError) as error:
        why = _("This can't be filled in: {detail}").format(detail=shortened(str(error)))
        raise TemplateWrong(field, 1, why) from error
    return "".join(pieces)


def _tidy(text: str) -> str:
    """A text without blanks at the ends of lines and with one empty line at most between paragraphs."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).rstrip("\n") + "\n"
