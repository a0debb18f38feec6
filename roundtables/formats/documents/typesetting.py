"""Typesetting with Typst: a template and data make a tagged PDF, the same bytes on every machine.

What the register says goes into a template as data, so that no text is ever taken for markup. System fonts are left
alone: Libertinus Serif (Latin with Finnish, Swedish and Croatian, Greek, Cyrillic, Hebrew) and DejaVu Sans Mono (Arabic
and others besides), both part of Typst; further ones lie in the folder `fonts` among the organisers' templates.
"""

import datetime as dt
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from roundtables.files import FileNotReadable
from roundtables.formats.documents import errors
from roundtables.formats.documents.engines import SECONDS, Apart, Engine, Here, NotCompiled, OutOfBounds, Request
from roundtables.words import resource

SHARED = "parts.typ"
TEMPLATES = ("certificate.typ", "badges.typ", "sign-in-sheet.typ", SHARED)
EMBLEMS = ("emblem.svg", "emblem.png")
STANDARD = "ua-1"
OTHERS = (".docx", ".xlsx")
MOST_FILES = 200
MOST_BYTES = 30 * 1024 * 1024
_PLACE = re.compile(r"┌─ (?P<file>[^\n]+?):(?P<line>\d+):\d+\s*$", re.MULTILINE)
_FIELD = re.compile(r'does not contain key "(?P<field>(?:[^"\\]|\\.)*)"|unknown variable: (?P<variable>\S+)')
_GLYPH = re.compile(r'the text `"(?P<letter>(?:[^"\\]|\\.)+)"` could not be displayed')
_PACKAGE = re.compile(r'"@[\w-]+/')
_PICTURE = ("image", "SVG", "decode")
_OUTSIDE = ("would escape the project root", "file not found", "cannot access file", "access denied")


@dataclass(frozen=True)
class Paper:
    """A PDF. `missing` are letters for which there is no font: boxes stand for them, and it is not PDF/UA any more."""

    pdf: bytes
    missing: str = ""
    accessible: bool = True


class Typesetter:
    """Makes papers from the program's templates, or from those of a folder where it has them. Use it in a `with`.

    What lies in the organisers' folder takes the place of what is shipped, file by file: it is copied beside it into a
    folder of its own, which is all that a template can read.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._own = own if own is not None and own.is_dir() else None
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._engine: Engine | None = None
        self.seconds = SECONDS
        """How long a template of the organisers' own may take for a paper."""
        self.root = resource("papers")
        self.ours: set[str] = set()
        """The files that are the organisers', by their paths in the folder."""

    def __enter__(self) -> Self:
        try:
            self._take_over(own_files(self._own) if self._own is not None else {})
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End what compiles, and take the copied folder away."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    def _take_over(self, found: Mapping[str, Path]) -> None:
        """Copy the program's templates and over them the organisers' files. Raises PackagesRefused, FileNotReadable."""
        if not found:
            return
        self._copy = tempfile.TemporaryDirectory(prefix="roundtables-papers-")
        shipped, self.root = self.root, Path(self._copy.name)
        shutil.copytree(shipped, self.root, dirs_exist_ok=True)
        for name, path in found.items():
            target = self.root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                target.write_bytes(path.read_bytes())
            except OSError as error:
                raise FileNotReadable(path.name) from error
        self.ours = set(found)
        self._refuse_packages()

    @property
    def emblem(self) -> str:
        """The file with the funder's emblem, where the organisers have put one into their folder."""
        return next((name for name in EMBLEMS if name in self.ours), "")

    def pdf(self, template: str, data: Mapping[str, Any], at: dt.datetime) -> Paper:
        """A paper that says it was made `at`. Raises TemplateFault for a template of the organisers' own."""
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        request = Request(self.root / template, inputs, (STANDARD,), int(at.timestamp()))
        try:
            return Paper(self._compiled(request))
        except NotCompiled as error:
            if "PDF/UA-1 error" not in error.message:
                raise self._told(error, template) from error
            letters = {_unescaped(match["letter"]) for match in _GLYPH.finditer(error.diagnostic)}
        try:
            tagged = self._compiled(replace(request, standards=()))
        except NotCompiled as error:
            raise self._told(error, template) from error
        return Paper(tagged, "".join(sorted(letters)), accessible=False)

    def _compiled(self, request: Request) -> bytes:
        if self._engine is None:
            self._engine = Apart(self.root, self.seconds) if self.ours else Here(self.root)
        try:
            return self._engine.compile(request)
        except OutOfBounds as error:
            raise errors.TemplateTookTooLong(request.template.name, self.seconds) from error

    def _refuse_packages(self) -> None:
        """Typst would fetch a package from the network: told before it is asked to."""
        for name in sorted(self.ours):
            if not name.endswith(".typ"):
                continue
            lines = (self.root / name).read_text(encoding="utf-8", errors="replace").splitlines()
            for number, line in enumerate(lines, 1):
                if _PACKAGE.search(line.split("//")[0]):
                    raise errors.PackagesRefused(name, number)

    def _told(self, error: NotCompiled, template: str) -> Exception:
        """What Typst says of a template, in the program's words; of a shipped one it is a defect."""
        if not self.ours:
            return RuntimeError(error.message)
        file, line = self._place(error.diagnostic, template)
        ours = file in self.ours and file != self.emblem
        if self.emblem and not ours and any(words in error.message for words in _PICTURE):
            return errors.EmblemNotReadable(self.emblem)
        known = _FIELD.search(error.message)
        if known:
            return errors.NoSuchField(known["field"] or known["variable"], file, line)
        if "package" in error.message and "@" in error.diagnostic:
            return errors.PackagesRefused(file, line)
        if any(words in error.message for words in _OUTSIDE):
            return errors.OutsideTheFolder(file, line)
        return errors.TemplateNotUnderstood(error.message.splitlines()[0] if error.message else "?", file, line)

    def _place(self, diagnostic: str, template: str) -> tuple[str, int]:
        """The first place in a file of the organisers' that is named, else the first named at all."""
        places = [(self._named(match["file"]), int(match["line"])) for match in _PLACE.finditer(diagnostic)]
        return next((place for place in places if place[0] in self.ours), places[0] if places else (template, 1))

    def _named(self, path: str) -> str:
        """A file by its path in the folder, however Typst names it."""
        candidates = [name for name in self.ours if path.replace("\\", "/").endswith(name)]
        return max(candidates, key=len, default=Path(path).name)


def own_files(folder: Path) -> dict[str, Path]:
    """The files of an organisers' folder by their paths in it. Raises TooMuchInFolder.

    Links are left, since they lead out of it, templates of other kinds, and what begins with a dot or ~.
    """
    found: dict[str, Path] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        linked = any(folder.joinpath(*parts[:depth]).is_symlink() for depth in range(1, len(parts) + 1))
        if linked or not path.is_file() or any(part.startswith((".", "~")) for part in parts):
            continue
        if path.suffix.lower() in OTHERS:
            continue
        size += path.stat().st_size
        if len(found) >= MOST_FILES or size > MOST_BYTES:
            raise errors.TooMuchInFolder(str(folder), MOST_FILES, MOST_BYTES // 1024 // 1024)
        found["/".join(parts)] = path
    return found


def _unescaped(text: str) -> str:
    r"""A letter as Typst names it: it may stand there as \u{…}."""
    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda match: chr(int(match[1], 16)), text)
