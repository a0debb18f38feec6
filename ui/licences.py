"""What is shipped with the program and under which licences, as the installed packages say themselves."""

import platform
import re
from collections.abc import Callable, Iterator
from importlib import metadata

from roundtables import __version__
from roundtables.words import resource

NEEDED = (
    "alembic",
    "babel",
    "caldav",
    "click",
    "docxtpl",
    "email-validator",
    "filelock",
    "holidays",
    "icalendar",
    "Jinja2",
    "keyring",
    "niquests",
    "olefile",
    "openpyxl",
    "platformdirs",
    "PySide6-Essentials",
    "python-calamine",
    "python-oxmsg",
    "QtAwesome",
    "rapidfuzz",
    "segno",
    "SQLAlchemy",
    "sqlcipher3",
    "typst",
    "tzdata",
)
"""The program's own dependencies; theirs are found."""
LONGEST = 200_000
"""Characters of one licence's text."""
RULE = "─" * 72
NOTES = """\
Qt and PySide6 are used under the GNU Lesser General Public License, version 3. They lie beside the program as
shared libraries and can be exchanged for others of the same interface. Their source: https://code.qt.io

The icons are letters of the font Material Design Icons (Pictogrammers, Apache License 2.0), shipped by QtAwesome
(MIT). SQLite is in the public domain; SQLCipher is under a licence of BSD's kind (Zetetic LLC). The program that
starts the frozen folder is PyInstaller's, whose exception lets programs of any licence be shipped with it.
"""


def shipped() -> list[metadata.Distribution]:
    """The packages that the program needs, directly or not, by name; of those that are there."""
    found: dict[str, metadata.Distribution] = {}
    waiting = list(NEEDED)
    while waiting:
        name = _plain(waiting.pop())
        if name in found:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        waiting += [_named(line) for line in found[name].requires or () if "extra ==" not in line]
    return [found[name] for name in sorted(found)]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _named(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]


def _field(package: metadata.Distribution, name: str) -> str:
    found: list[str] = package.metadata.get_all(name) or []
    return found[0] if found else ""


def licence_of(package: metadata.Distribution) -> str:
    """What a package says of its licence in one line: by its expression, its field, or its classifiers."""
    said = _field(package, "License-Expression")
    if said:
        return said
    classified = [
        line.split("::")[-1].strip() for line in package.metadata.get_all("Classifier") or () if "License" in line
    ]
    plain = _field(package, "License").strip().splitlines()
    return "; ".join(classified) or (plain[0][:120] if plain else "")


def texts_of(package: metadata.Distribution) -> Iterator[str]:
    """The texts of licences that a package brings."""
    for file in package.files or ():
        if re.match(r"(LICEN[CS]E|COPYING|NOTICE)", file.name, re.IGNORECASE) and file.suffix not in (".py", ".pyc"):
            try:
                yield file.read_text(encoding="utf-8")[:LONGEST]
            except (OSError, UnicodeDecodeError):
                continue


def everything(report: Callable[[int, int], None] | None = None) -> str:
    """All of it as one plain text: a list first, then the texts. Takes a moment: not for the window's thread."""
    packages = shipped()
    lines = [f"Roundtables {__version__}: EUPL-1.2", f"Python {platform.python_version()}: PSF-2.0"]
    lines += [f"{each.metadata['Name']} {each.version}: {licence_of(each)}" for each in packages]
    parts = ["\n".join(lines), NOTES.strip()]
    own = resource().parent / "LICENSE"
    if own.is_file():
        parts.append(f"Roundtables\n\n{own.read_text(encoding='utf-8')}")
    for number, each in enumerate(packages):
        if report is not None:
            report(number, len(packages))
        parts += [f"{each.metadata['Name']} {each.version}\n\n{text.strip()}" for text in texts_of(each)]
    return f"\n\n{RULE}\n\n".join(parts)
