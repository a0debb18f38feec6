"""Second readers of papers: pypdf for what a PDF says, zxing-cpp for codes in its pictures."""

import io
import json
from collections.abc import Mapping
from typing import Any

import zxingcpp
from pypdf import PdfReader
from PySide6.QtGui import QImage

from roundtables.formats.documents.engines import Here
from roundtables.words import resource


def read(pdf: bytes) -> PdfReader:
    """A PDF as another program reads it."""
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All that a PDF says, without white space."""
    return "".join("".join(page.extract_text().split()) for page in read(pdf).pages)


def codes_in(png: bytes) -> list[str]:
    """What the codes in a picture say."""
    image = QImage.fromData(png).convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, line = image.width(), image.height(), image.bytesPerLine()
    raw = bytes(image.constBits())
    pixels = b"".join(raw[at * line : at * line + width] for at in range(height))
    found: Any = zxingcpp.read_barcodes(memoryview(pixels).cast("B", (height, width)))
    return [code.text for code in found]


def pictures(template: str, data: Mapping[str, Any], ppi: float = 96) -> list[bytes]:
    """The pages of a paper as PNG."""
    root = resource("papers")
    return Here(root).pages(root / template, {"data": json.dumps(data)}, ppi)


def tags_of(pdf: bytes) -> list[str]:
    """The kinds of the parts that a PDF is tagged with, and what stands for pictures, in the order of reading."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(f"{node['/S']} {node['/Alt']}" if "/Alt" in node else str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(read(pdf).trailer["/Root"]["/StructTreeRoot"])
    return found
