"""The archive that a Word document is: read within bounds, nothing in it runs or is fetched; written reproducibly."""

import re
import zipfile
from io import BytesIO
from typing import Any, BinaryIO

from lxml import etree

from roundtables.formats.documents.docx_errors import DocxDamaged, DocxRunsPrograms, DocxTooLarge

MEGABYTE = 1_000_000
MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 40 * MEGABYTE
MOST_XML = 2 * MEGABYTE
MOST_MEMBERS = 400
RUNS = re.compile(r"vbaProject|vbaData|activeX|embeddings/|oleObject|macroEnabled|attachedToolbars", re.IGNORECASE)
AT_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time an archive can name: the same whenever a document is written."""
XML = (".xml", ".rels")
CONTENT_TYPES = "[Content_Types].xml"


def read_archive(data: bytes, name: str) -> dict[str, bytes]:
    """The members of a template. Raises DocxDamaged, DocxTooLarge, DocxRunsPrograms."""
    if len(data) > MOST_BYTES:
        raise DocxTooLarge(name)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _require_bounded(members, name)
            if len({member.filename for member in members}) != len(members):
                raise DocxDamaged(name)
            found = {member.filename: archive.read(member) for member in members if not member.is_dir()}
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DocxDamaged(name) from error
    if CONTENT_TYPES not in found or "word/document.xml" not in found:
        raise DocxDamaged(name)
    _require_harmless(found, name)
    return found


def _require_bounded(members: list[zipfile.ZipInfo], name: str) -> None:
    """What an archive says of its sizes holds: more than that is not read of a member."""
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise DocxTooLarge(name)
    if any(member.filename.endswith(XML) and member.file_size > MOST_XML for member in members):
        raise DocxTooLarge(name)


def _require_harmless(found: dict[str, bytes], name: str) -> None:
    """No macros, objects or declarations of entities, nothing that is fetched when the document is opened."""
    if any(RUNS.search(member) for member in found):
        raise DocxRunsPrograms(name)
    for member, content in found.items():
        if not member.endswith(XML):
            continue
        try:
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        except (etree.LxmlError, ValueError) as error:
            raise DocxDamaged(name) from error
        if root.getroottree().docinfo.doctype:
            raise DocxDamaged(name)
        if _fetches(root) or (member == CONTENT_TYPES and _runs(root)):
            raise DocxRunsPrograms(name)


def _fetches(root: Any) -> bool:
    """Whether relations lead outside, other than a link that somebody has to press."""
    return any(
        each.get("TargetMode") == "External" and not (each.get("Type") or "").endswith("/hyperlink")
        for each in root.iter()
        if isinstance(each.tag, str) and each.tag.endswith("}Relationship")
    )


def _runs(root: Any) -> bool:
    return any(RUNS.search(each.get("ContentType") or "") for each in root.iter() if isinstance(each.tag, str))


def write_archive(data: bytes, out: BinaryIO) -> None:
    """Write an archive anew with no time and no system in it: the same content is the same bytes."""
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as written:
        for member in archive.infolist():
            entry = zipfile.ZipInfo(member.filename, AT_FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            written.writestr(entry, archive.read(member))
