"""Word documents from templates that organisers can replace (docxtpl).

A template comes from outside: its archive is bounded and held harmless (`docx_archive`), its fields are looked at one
by one (`docx_fields`), and only then it is filled in, in a sandbox. A text stays a text, whatever is in it.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree
from markupsafe import Markup, escape

from roundtables.errors import shortened
from roundtables.formats.documents.docx_archive import read_archive, write_archive
from roundtables.formats.documents.docx_errors import DocxDamaged, DocxFieldWrong
from roundtables.formats.documents.docx_fields import Rows, Value, environment, require_fields, require_source
from roundtables.words import _

UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
SAID = ("author", "category", "comments", "identifier", "keywords", "language", "last_modified_by", "subject", "title")


@dataclass(frozen=True)
class Properties:
    """What a document says of itself: its title, its language by BCP 47, and the instant it stands for."""

    title: str
    language: str
    at: dt.datetime
    author: str = "Roundtables"


def fill(template: bytes, name: str, values: Mapping[str, Value], properties: Properties, out: BinaryIO) -> None:
    """Write the template with the values in it: the same values, the same bytes. `name` is the template's file.

    Raises DocxTemplateWrong's subclasses; then nothing is written.
    """
    read_archive(template, name)
    written = BytesIO()
    try:
        document = DocxTemplate(BytesIO(template))
        document.init_docx()
        parts = list(_parts(document))
        require_fields(parts, name, values)
        for _words, content in parts:
            require_source(document.patch_xml(_source(content)), name, values)
        for key in SAID:
            # docxtpl would fill these in too, without escaping.
            setattr(document.core_properties, key, "")
        document.render({key: _safe(value) for key, value in values.items()}, environment(), autoescape=True)
        _describe(document, properties)
        document.save(written)
    except TemplateError as error:
        raise DocxFieldWrong(name, _("Somewhere in it"), "", shortened(str(error))) from error
    except (OpcError, etree.LxmlError, zipfile.BadZipFile, LookupError, ValueError, TypeError, AttributeError) as error:
        raise DocxDamaged(name) from error
    write_archive(written.getvalue(), out)


def _source(content: bytes) -> str:
    """A part as docxtpl takes it."""
    return str(etree.tostring(etree.fromstring(content, etree.XMLParser(resolve_entities=False)), encoding="unicode"))


def _parts(document: Any) -> Iterator[tuple[str, bytes]]:
    """The parts that docxtpl fills in, whatever they are called in the archive."""
    yield "", etree.tostring(document.docx.element)
    for uri, words in ((document.HEADER_URI, _("Header")), (document.FOOTER_URI, _("Footer"))):
        for _key, part in document.get_headers_footers(uri):
            yield words, part.blob
    for part in document.docx.part.package.iter_parts():
        if part.content_type.endswith(".footnotes+xml"):
            yield _("Footnotes"), part.blob


def _safe(value: Value) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Rows):
        return [{key: _text(row[key]) for key in value.keys} for row in value.rows]
    return {key: _text(words) for key, words in value.items()}


def _text(text: str) -> Markup:
    """A text as it may stand in XML: escaped, without what XML has no sign for.

    docxtpl takes `{_{` for an escaped `{{` once all is filled in, and a line feed for a new line.
    """
    tidy = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
    return Markup(str(escape(tidy)).replace("_", "&#95;") if "{_" in tidy or "_}" in tidy else escape(tidy))  # noqa: S704


def _describe(document: Any, properties: Properties) -> None:
    """What the document says of itself, nothing of it from the clock; and the language that it is read aloud in."""
    core = document.core_properties
    core.title, core.language, core.author = properties.title, properties.language, properties.author
    core.last_modified_by = properties.author
    core.created = core.modified = properties.at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    core.revision = 1
    defaults = document.docx.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None:
        language = defaults.find(qn("w:lang"))
        if language is None:
            language = etree.SubElement(defaults, qn("w:lang"))
        language.set(qn("w:val"), properties.language)
