"""A question with one thing that can be agreed to."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from roundtables.words import _


def ask(
    parent: QWidget, words: tuple[str, str, str], answers: Sequence[tuple[str, Callable[[], object]]], *, stay: str = ""
) -> QMessageBox:
    """Ask; `words` are the title, the question and what is to be known, `answers` what can be done, the first by Enter.

    Escape does nothing. The box is not waited for.
    """
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Question)
    title, question, details = words
    box.setWindowTitle(title)
    box.setText(question)
    box.setInformativeText(details)
    for number, (name, work) in enumerate(answers):
        made = box.addButton(name, QMessageBox.ButtonRole.AcceptRole)
        made.clicked.connect(lambda _checked, work=work: work())
        if not number:
            box.setDefaultButton(made)
    box.setEscapeButton(box.addButton(stay or _("Close"), QMessageBox.ButtonRole.RejectRole))
    for each in box.buttons():
        # Asked before it is shown, a button does not know yet what room its style takes.
        each.ensurePolished()
        each.setMinimumWidth(each.sizeHint().width())
    box.open()
    return box
