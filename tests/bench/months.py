"""The calendar: a full month on the screen."""

import datetime as dt

from measuring import Figure, Registers, ratio

MONTH = dt.date(2026, 11, 1)
EVENTS = 400


def month(registers: Registers) -> list[Figure]:
    """A month of 400 events, high enough that none is left out: laid, shortened and painted, nothing of it kept."""
    from PySide6.QtCore import QRect, QSettings, Qt
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtWidgets import QWidget

    from roundtables.register import Register
    from roundtables.services import events
    from ui.app import make_application
    from ui.pages.calendar.page import CalendarPage
    from ui.workspace import Workspace

    application = make_application(dark=False, language="en")
    register = Register.create(registers.folder / "month.roundtables")
    with register.change("Fill") as session:
        for at in range(EVENTS):
            begins = dt.datetime(2026, 11, 1 + at % 30, 8 + at // 30 % 10)
            ends = begins + dt.timedelta(hours=2)
            events.add(session, title=f"Round-table {at}", starts=begins, ends=ends, timezone="Europe/Helsinki")
    settings = QSettings(str(registers.folder / "month.ini"), QSettings.Format.IniFormat)
    workspace = Workspace(register, settings)
    page = CalendarPage(workspace)
    page.resize(1280, 2400)
    page.show()
    page.show_day(MONTH)
    application.processEvents()
    page.month.lay()
    assert len({piece.placed.row.id for piece in page.month.pieces}) == EVENTS, "not all of them are painted"

    class Rectangles(QWidget):
        def paintEvent(self, _event: object) -> None:  # noqa: N802 - Qt's own name
            painter = QPainter(self)
            for at in range(EVENTS):
                box = QRect(at % 7 * 180, at // 7 * 40, 170, 20)
                painter.fillRect(box, QColor("#E3EDF7"))
                painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), f"09:00  Round-table {at}")
            painter.end()

    plain = Rectangles()
    plain.resize(1280, 2400)
    plain.show()
    application.processEvents()

    def ours() -> None:
        page.month.forget()
        page.month.viewport().repaint()

    found = ratio(ours, plain.repaint, 25)
    page.close()
    plain.close()
    workspace.close()
    return [Figure("month view with 400 events, painted : painting 400 text rectangles by QPainter", found, 4.0)]


ALL = (month,)
