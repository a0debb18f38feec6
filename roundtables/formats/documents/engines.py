"""What compiles templates: Typst in this process for the program's own, in a process apart for organisers'."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from roundtables.formats.documents.typesetting_child import TYPESET

if TYPE_CHECKING:
    import typst

SECONDS = 60


@dataclass(frozen=True)
class Request:
    """A template, the texts it gets, the standards the PDF has to meet, and its instant in seconds since 1970."""

    template: Path
    inputs: Mapping[str, str]
    standards: tuple[str, ...]
    timestamp: int


class NotCompiled(Exception):
    """What Typst has against a template or its data, with the places."""

    def __init__(self, message: str, diagnostic: str) -> None:
        super().__init__(message)
        self.message, self.diagnostic = message, diagnostic


class OutOfBounds(Exception):
    """The process needed more time or memory than it has."""


class Engine(Protocol):
    def compile(self, request: Request) -> bytes:
        """The PDF. Raises NotCompiled, OutOfBounds."""

    def close(self) -> None:
        """Let go of what was taken up."""


class Here:
    """In this process: for templates that are part of the program."""

    def __init__(self, root: Path) -> None:
        import typst

        nowhere = str(root / "no-packages")
        self._compiler = typst.Compiler(
            root=str(root), font_paths=_fonts(), package_path=nowhere, package_cache_path=nowhere
        )

    def compile(self, request: Request) -> bytes:
        """The PDF. Raises NotCompiled."""
        import typst

        standards: Any = list(request.standards)
        try:
            made = self._compiler.compile(
                str(request.template),
                format="pdf",
                sys_inputs=dict(request.inputs),
                pdf_standards=standards,
                timestamp=request.timestamp,
            )
        except typst.TypstError as error:
            raise NotCompiled(error.message, error.diagnostic) from error
        return made if isinstance(made, bytes) else b""

    def pages(self, template: Path, inputs: Mapping[str, str], ppi: float) -> list[bytes]:
        """The pages as PNG."""
        made = self._compiler.compile(str(template), format="png", ppi=ppi, sys_inputs=dict(inputs), timestamp=0)
        return made if isinstance(made, list) else [made or b""]

    def close(self) -> None:
        """Nothing was taken up."""


class Apart:
    """In a process of its own with limits, and proxies that lead nowhere: for templates of organisers."""

    def __init__(self, root: Path, seconds: int = SECONDS) -> None:
        self._root, self._seconds = root, seconds
        self._process: subprocess.Popen[bytes] | None = None

    def compile(self, request: Request) -> bytes:
        """The PDF. Raises NotCompiled, OutOfBounds."""
        fonts = self._root / "fonts"
        asked = {
            "root": str(self._root),
            "packages": str(self._root / "no-packages"),
            "fonts": [str(fonts)] if fonts.is_dir() else [],
            "input": str(request.template),
            "inputs": dict(request.inputs),
            "standards": list(request.standards),
            "timestamp": request.timestamp,
        }
        process = self._process = self._process or _start()
        assert process.stdin is not None  # noqa: S101 - as it was started
        assert process.stdout is not None  # noqa: S101 - as above
        clock = threading.Timer(self._seconds, process.kill)
        clock.start()
        try:
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            process.stdin.flush()
            return _answer(process.stdout)
        except (OSError, ValueError) as error:
            self.close()
            raise OutOfBounds from error
        finally:
            clock.cancel()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with process:
                process.wait()


def _answer(out: IO[bytes]) -> bytes:
    """What the process answers; an answer that is cut short means that it was ended. Raises NotCompiled, ValueError."""
    head = json.loads(out.readline())
    made = out.read(head["size"])
    if len(made) != head["size"]:
        raise ValueError
    if "message" in head:
        raise NotCompiled(head["message"], head["diagnostic"])
    return made


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", str(Path(__file__).with_name("typesetting_child.py"))]
    if getattr(sys, "frozen", False):
        command = [sys.executable, TYPESET]
    return subprocess.Popen(  # noqa: S603 - our own program, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False)
