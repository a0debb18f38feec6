"""What people print: a table under a heading, on as many pages as it takes, each with its number."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPainter, QTextDocument
from PySide6.QtWidgets import QDialog, QTableView, QWidget

from roundtables.words import _, n_
from ui import format as formats
from ui.models.paged import PAGE, PagedTableModel

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MOST_ROWS = 1000
MOST_LETTERS = 400
"""Of one cell: what is longer is cut, so that one cell can't fill the pages."""
POINTS = 9
MARGIN = 15
"""Millimetres."""
WIDE = 5
"""From so many columns on, pages lie across."""


@dataclass(frozen=True)
class Printout:
    """What goes on paper. `note` says what it does not hold; `height` gives rows room to write in, in points."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    height: int = 0
    widths: Sequence[int] = ()
    """Per cent of each column; empty to let the texts decide."""


def as_html(printout: Printout) -> str:
    """The page's text: every word of the register's escaped and bounded."""
    padding = max(printout.height // 2, 3)
    heads = "".join(
        f'<th align="left"{_width(printout, number)}>{_cell(text)}</th>'
        for number, text in enumerate(printout.headings)
    )
    rows = "".join(
        f"<tr>{''.join(f'<td>{_cell(text)}</td>' for text in cells)}</tr>" for cells in printout.rows[:MOST_ROWS]
    )
    note = f"<p>{_cell(printout.note)}</p>" if printout.note else ""
    return (
        f"<h2>{_cell(printout.title)}</h2>{note}"
        f'<table border="1" cellspacing="0" cellpadding="{padding}" width="100%" '
        f'style="border-collapse: collapse; border-color: #999999">'
        f"<thead><tr>{heads}</tr></thead>{rows}</table>"
    )


def _width(printout: Printout, number: int) -> str:
    return f' width="{printout.widths[number]}%"' if number < len(printout.widths) else ""


def _cell(text: str) -> str:
    return html.escape(formats.shown(text[:MOST_LETTERS]))


def of_table(table: QTableView, title: str) -> Printout:
    """What a table shows, its columns in the order they stand in and without the hidden ones."""
    model, header = table.model(), table.horizontalHeader()
    columns = [
        number
        for number in (header.logicalIndex(at) for at in range(header.count()))
        if not header.isSectionHidden(number)
    ]
    total = model.rowCount()
    rows = []
    for number in range(min(total, MOST_ROWS)):
        if isinstance(model, PagedTableModel) and number % PAGE == 0:
            model.ensure(number, number)
        rows.append([str(model.index(number, column).data() or "") for column in columns])
    headings = [str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in columns]
    note = ""
    if total > MOST_ROWS:
        words = n_("The first {n} of {all} row.", "The first {n} of {all} rows.", total)
        note = words.format(n=formats.number(MOST_ROWS), all=formats.number(total))
    return Printout(title, headings, rows, note)


class _Pages:
    """A printout laid out for a printer's paper."""

    def __init__(self, printout: Printout, register: str, printer: "QPrinter") -> None:
        self._printer, self._register = printer, register
        self._document = QTextDocument()
        font = QFont()
        font.setPointSizeF(POINTS)
        self._document.setDefaultFont(font)
        self._document.documentLayout().setPaintDevice(printer)
        self._page = QRectF(printer.pageRect(printer.Unit.DevicePixel))
        self._edge = 3 * POINTS * printer.logicalDpiY() / 72
        self._body = QSizeF(self._page.width(), self._page.height() - 2 * self._edge)
        self._document.setDocumentMargin(0)
        self._document.setHtml(as_html(printout))
        self._document.setPageSize(self._body)

    def paint(self) -> None:
        """All pages that were asked for."""
        number = self._document.pageCount()
        first, last = self._printer.fromPage() or 1, self._printer.toPage() or number
        painter = QPainter(self._printer)
        for page in range(first, min(last, number) + 1):
            if page > first:
                self._printer.newPage()
            self._paint_edges(painter, page, number)
            painter.save()
            painter.translate(0, self._edge - (page - 1) * self._body.height())
            shown = QRectF(0, (page - 1) * self._body.height(), self._body.width(), self._body.height())
            self._document.drawContents(painter, shown)
            painter.restore()
        painter.end()

    def _paint_edges(self, painter: QPainter, page: int, number: int) -> None:
        """The register and the day above, the number of the page below: as text, whatever the register is called."""
        font = QFont()
        font.setPointSizeF(POINTS - 1)
        painter.setFont(font)
        left, right = int(Qt.AlignmentFlag.AlignLeft), int(Qt.AlignmentFlag.AlignRight)
        above = QRectF(0, 0, self._body.width(), self._edge)
        below = QRectF(0, self._page.height() - self._edge / 2, self._body.width(), self._edge)
        painter.drawText(above, left, formats.shown(self._register))
        painter.drawText(above, right, formats.today())
        painter.drawText(below, right, _("Page {page} of {pages}").format(page=page, pages=number))


def paint(printout: Printout, register: str, printer: "QPrinter") -> None:
    """Lay a printout out for a printer and paint it."""
    _Pages(printout, register, printer).paint()


def printer_for(printout: Printout) -> "QPrinter":
    """A printer with paper that suits the table."""
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    across = len(printout.headings) >= WIDE
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait)
    printer.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), QPageLayout.Unit.Millimeter)
    printer.setDocName(formats.shown(printout.title)[:60])
    return printer


def ask_and_print(parent: QWidget, printout: Printout, register: str) -> None:
    """Ask for the printer, then print."""
    from PySide6.QtPrintSupport import QPrintDialog

    printer = printer_for(printout)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: paint(printout, register, printer))
    QDialog.open(dialog)


def preview(parent: QWidget, printout: Printout, register: str) -> Any:
    """Show the pages as they will be; printing is one button away. Returns the dialog."""
    from PySide6.QtPrintSupport import QPrintPreviewDialog

    printer = printer_for(printout)
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # The dialog does not own its printer: it lives as long as what is called at its end.
    dialog.finished.connect(lambda _result, _kept=printer: None)
    dialog.setWindowTitle(_("Print preview"))
    dialog.resize(parent.size() * 0.9)
    dialog.paintRequested.connect(lambda printer: paint(printout, register, printer))
    QDialog.open(dialog)
    return dialog
