"""The catalogues: extract the texts, bring each language up to date, compile; or say what is not current.

English is the source; Finnish, Swedish and Croatian have to be complete, with the placeholders, the forms of the
plural and the mnemonics (&) that the source has.
"""

import io
import re
import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
LANGUAGES = ("fi", "sv_FI", "hr")
COMPLETE = LANGUAGES
KEYWORDS = {
    "_": None,
    "N_": None,
    "n_": (1, 2),
    "gettext": None,
    "say": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
HEADER = "# The texts of Roundtables. English is the source; see `python3 dev.py translate`."


def extracted() -> Catalog:
    """The texts of the source as a catalogue without translations."""
    catalogue = Catalog(project="Roundtables", header_comment=HEADER, fuzzy=False)
    for folder in ("roundtables", "ui"):
        found = extract_from_dir(ROOT / folder, method_map=[("**.py", "python")], keywords=KEYWORDS)
        for _file, _line, text, _comments, context in found:
            catalogue.add(text, context=context)
    return catalogue


def catalogue_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "roundtables.po"


def updated(language: str, template: Catalog) -> Catalog:
    """The language's catalogue with just the texts of the template, what is translated kept."""
    path = catalogue_file(language)
    known = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    fresh = Catalog(locale=language, project="Roundtables", header_comment=HEADER, fuzzy=False)
    for message in sorted(template, key=sort_key):
        if not message.id:
            continue
        before = known.get(message.id, message.context)
        fresh.add(message.id, before.string if before else None, context=message.context)
    return fresh


def sort_key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0] if message.id else ""


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue's file, without dates and line numbers: it changes only when its texts do."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, no_location=True, omit_header=False, sort_output=True)
    lines = out.getvalue().decode("utf-8").splitlines()
    dated = re.compile(r'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid|Generated-By)')
    return ("\n".join(line for line in lines if not dated.match(line)) + "\n").encode("utf-8")


def as_mo(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def placeholders(text: str) -> set[str]:
    """The replacement fields of a text as they are written, with their formats; raises ValueError for an odd brace."""
    fields = (field[1:] for field in string.Formatter().parse(text) if field[1] is not None)
    return {":".join(part or "" for part in field) for field in fields}


def mnemonics(text: str) -> int:
    """How many letters are marked with & for the keyboard."""
    return text.replace("&&", "").count("&")


def problems(language: str, catalogue: Catalog) -> list[str]:
    """What is missing or has other placeholders, forms or mnemonics than its source."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if not strings or not all(strings):
            if language in COMPLETE:
                found.append(f"{language}: no translation of {sources[0]!r}")
            continue
        if len(sources) > 1 and len(strings) != catalogue.num_plurals:
            found.append(f"{language}: {sources[0]!r} needs {catalogue.num_plurals} forms")
        found += [f"{language}: {words}" for text in strings if (words := _unlike(text, sources))]
    return found


def _unlike(text: str, sources: list[str]) -> str:
    """In what a translation must not differ from its sources but does; empty if in nothing."""
    known = [placeholders(source) for source in sources]
    try:
        used = placeholders(text)
    except ValueError:
        return f"a brace is not closed in {text!r}"
    if used - set.union(*known):
        return f"other placeholders in {text!r}"
    if set.intersection(*known) - used:
        return f"placeholders are missing in {text!r}"
    if mnemonics(text) != mnemonics(sources[0]):
        return f"other mnemonics (&) in {text!r}"
    return ""


def main(arguments: list[str]) -> int:
    template = extracted()
    found: list[str] = []
    for language in LANGUAGES:
        catalogue = updated(language, template)
        path = catalogue_file(language)
        text, compiled = as_po(catalogue), as_mo(catalogue)
        if "--check" in arguments:
            if not path.exists() or path.read_bytes() != text:
                found.append(f"{language}: not current, run `python3 dev.py translate`")
            elif read_mo(path.with_suffix(".mo")) != read_mo_bytes(compiled):
                found.append(f"{language}: not compiled, run `python3 dev.py translate`")
            found += problems(language, catalogue)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            path.with_suffix(".mo").write_bytes(compiled)
    for line in found[:40]:
        print(line)
    if len(found) > 40:
        print(f"… and {len(found) - 40} more")
    return 1 if found else 0


def read_mo(path: Path) -> dict[object, str] | None:
    return read_mo_bytes(path.read_bytes()) if path.exists() else None


def read_mo_bytes(data: bytes) -> dict[object, str]:
    """The texts of a compiled catalogue, its head left out."""
    import gettext

    texts = gettext.GNUTranslations(io.BytesIO(data))._catalog
    return {key: text for key, text in texts.items() if key}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
