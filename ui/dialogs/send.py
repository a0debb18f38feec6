"""Agree to a message before it goes: to whom, by which way, in which words, as one of them would read it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QListView,
    QRadioButton,
    QSplitter,
    QToolButton,
    QWidget,
)

from roundtables.errors import Expected, Invalid
from roundtables.formats.mail.shown import shown_mail
from roundtables.services.post.composing import Plan
from roundtables.terms import MessageKind, Way
from roundtables.words import N_, _, n_
from ui import format as formats
from ui import sending
from ui.dialogs.send_words import WordsPart
from ui.icons import icon
from ui.latest import Latest
from ui.links import Link
from ui.sending import WITH_CALENDAR, Prepared, Words
from ui.theme import GRID, sized
from ui.widgets.elided import ElidedLabel
from ui.widgets.message_view import MessageView
from ui.widgets.parts import button, column, label, lay_out, resize_within, row, wrapped
from ui.widgets.tools import tool
from ui.workspace import Workspace

TITLES = {
    MessageKind.INVITATION: N_("Send invitations"),
    MessageKind.UPDATE: N_("Send an update"),
    MessageKind.CANCELLATION: N_("Send a cancellation"),
    MessageKind.SEAT: N_("Tell who got a seat"),
    MessageKind.REMINDER: N_("Send a reminder"),
    MessageKind.JOINING: N_("Send joining instructions"),
    MessageKind.THANKS: N_("Send thanks"),
    MessageKind.FREE: N_("Send a message"),
}
WAYS = {
    Way.MAIL: (N_("By email, from the outbox"), N_("Put into the outbox")),
    Way.DRAFT: (N_("As drafts for your mail program"), N_("Write drafts…")),
    Way.FILE: (N_("As calendar files"), N_("Write files…")),
}
MOST_NAMED = 5
PAUSE = 250
"""Milliseconds of rest after which the preview follows what is typed."""


@dataclass(frozen=True)
class Asked:
    """What the preview is asked: the message of one person, with these words in their language, None for those kept."""

    person_id: int
    words: Words | None


class SendDialog(QDialog):
    """`agreed` is sent once the user lets the messages go; until then nothing is written or sent."""

    agreed = Signal()

    def __init__(self, parent: QWidget, workspace: Workspace, prepared: Prepared, way: Way | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_(TITLES.get(prepared.kind, N_("Send a message"))))
        resize_within(self, sized(1000), sized(680))
        self.prepared, self._workspace = prepared, workspace
        self._folder = Path()
        self._at = 0
        self._latest = Latest(self._composed, self)
        self._latest.answered.connect(self._show_preview)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        self.words = WordsPart(workspace, prepared)
        self.words.edited.connect(lambda: self._pause.start(PAUSE))
        self.words.turned.connect(self._turn_to_language)
        buttons = QDialogButtonBox()
        self._faulty = False
        self.yes = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        about = wrapped(formats.shown(f"{prepared.reference} {prepared.title}"), "heading")
        about.setIndent(0)
        left = QWidget()
        left.setLayout(column(about, self._whom_part(), self._way_part(way), self.words, space=4 * GRID))
        left.layout().setStretch(3, 1)  # type: ignore[union-attr]  # it was set above
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(6 * GRID)
        sides.addWidget(left)
        sides.addWidget(self._preview_part())
        sides.setSizes([sized(520), sized(440)])
        layout = column(sides, buttons, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(0, 1)
        lay_out(self, layout, self.yes)
        self._plan_changed()
        self._way_changed()

    # To whom

    def _whom_part(self) -> QWidget:
        self.whom = QComboBox()
        self.whom.setAccessibleName(_("To"))
        for number, plan in enumerate(self.prepared.plans):
            self.whom.addItem(_whom_words(plan, named=number == 0 and len(self.prepared.plans) > 1), plan)
        self.whom.setVisible(len(self.prepared.plans) > 1)
        self.whom.activated.connect(self._plan_changed)
        self._number = label("")
        self._number.setVisible(len(self.prepared.plans) == 1)
        self._unfold = QToolButton()
        self._unfold.setText(_("Names"))
        self._unfold.setCheckable(True)
        self._unfold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._unfold.setIcon(icon("chevron-down"))
        self._unfold.toggled.connect(self._show_names)
        self._names = QStringListModel(self)
        self.names = QListView()
        self.names.setModel(self._names)
        self.names.setUniformItemSizes(True)
        self.names.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.names.setAccessibleName(_("Who gets the message"))
        self.names.setFixedHeight(sized(140))
        self.names.hide()
        self.names.clicked.connect(lambda index: self.go_to(index.row()))
        self.names.activated.connect(lambda index: self.go_to(index.row()))
        self._left_out = wrapped("", "muted")
        to = label(_("To"), "muted")
        to.setBuddy(self.whom)
        made = QWidget()
        made.setLayout(column(row(to, self._number, self.whom, self._unfold, 1), self.names, self._left_out))
        return made

    def plan(self) -> Plan:
        """Whom it goes to as things are chosen."""
        return self.prepared.plans[max(self.whom.currentIndex(), 0)]

    def _plan_changed(self, _at: int = 0) -> None:
        plan, people = self.plan(), self.prepared.people
        self._number.setText(_whom_words(plan, named=False))
        self._names.setStringList(
            [formats.shown(f"{people[key].name}  {people[key].email}") for key in plan.recipients]
        )
        words = _left_out_words(plan)
        self._left_out.setText(words)
        self._left_out.setVisible(bool(words))
        self.words.show_languages(self.prepared.languages(plan))
        self.go_to(0)

    def _show_names(self, shown: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.names.setVisible(shown)
        self._unfold.setIcon(icon("chevron-up" if shown else "chevron-down"))

    # By which way

    def _way_part(self, way: Way | None) -> QWidget:
        self._ways = QButtonGroup(self)
        self.choices: dict[Way, QRadioButton] = {}
        for each, (words, _agree) in WAYS.items():
            choice = self.choices[each] = QRadioButton(_(words))
            self._ways.addButton(choice)
        with_calendar = self.prepared.kind in WITH_CALENDAR
        self.choices[Way.FILE].setVisible(with_calendar)
        wanted = way or self.prepared.settings.way
        self.choices[Way.DRAFT if wanted is Way.FILE and not with_calendar else wanted].setChecked(True)
        self._ways.buttonClicked.connect(self._way_changed)
        self._set_up = button(_("Set up email"), self._go_to_settings, picture="cog-outline")
        self._not_set_up = QWidget()
        self._not_set_up.setLayout(row(wrapped(_("Email is not set up on this computer yet."), "muted"), self._set_up))
        self._not_set_up.layout().setStretch(0, 1)  # type: ignore[union-attr]  # it was set above
        made = QWidget()
        made.setLayout(column(label(_("How"), "muted"), *self.choices.values(), self._not_set_up, space=GRID))
        return made

    def way(self) -> Way:
        """The way that is chosen for this time."""
        return next(way for way, choice in self.choices.items() if choice.isChecked())

    def _way_changed(self, _choice: object = None) -> None:
        way = self.way()
        stuck = way is Way.MAIL and not sending.is_set_up(self.prepared.settings)
        self.yes.setText(_(WAYS[way][1]))
        self.yes.setEnabled(not stuck and not self._faulty)
        self._not_set_up.setVisible(stuck)

    def _go_to_settings(self) -> None:
        self.reject()
        self._workspace.visit.emit(Link("settings", part="post"))

    # In which words, and how that reads

    def changed_words(self) -> dict[str, Words]:
        """Subject and body of those languages in which they were changed for this time."""
        return self.words.changed()

    def _preview_part(self) -> QWidget:
        self.preview = MessageView()
        self._who = ElidedLabel("", "muted")
        self._who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.previous = tool(_("Previous recipient"), lambda: self.go_to(self._at - 1), "chevron-left")
        self.next = tool(_("Next recipient"), lambda: self.go_to(self._at + 1), "chevron-right")
        made = QWidget()
        head = row(label(_("Preview")), self._who, self.previous, self.next)
        head.setStretch(1, 1)
        self._several = wrapped("", "muted")
        self._several.hide()
        layout = column(head, self.preview, self._several, space=2 * GRID)
        layout.setStretch(1, 1)
        made.setLayout(layout)
        return made

    def go_to(self, number: int) -> None:
        """Show the message of the recipient with this number in the preview."""
        keys = self.plan().recipients
        if not 0 <= number < len(keys):
            return
        self._at = number
        person = self.prepared.people[keys[number]]
        place = _("{n} of {all}").format(n=formats.number(number + 1), all=formats.number(len(keys)))
        self._who.show_text(f"{person.name} · {place}")
        self.previous.setEnabled(number > 0)
        self.next.setEnabled(number + 1 < len(keys))
        self.words.show_language(person.language)
        self._ask()

    def _turn_to_language(self, code: str) -> None:
        """The preview goes along: to the first who reads that language."""
        keys = self.plan().recipients
        if self.prepared.people[keys[self._at]].language != code:
            self.go_to(next(at for at, key in enumerate(keys) if self.prepared.people[key].language == code))

    def _ask(self) -> None:
        keys = self.plan().recipients
        if keys:
            key = keys[self._at]
            self._latest.ask(Asked(key, self.words.changed().get(self.prepared.people[key].language)))

    def _composed(self, asked: Asked) -> Any:
        """On another thread: the message as it would be, or what is wrong with its words."""
        plan = Plan(self.prepared.kind, (asked.person_id,))
        language = self.prepared.people[asked.person_id].language
        words = {language: asked.words} if asked.words is not None else {}
        try:
            messages = sending.compose(self._workspace, self.prepared, plan, words)
        except Expected as error:
            return error
        return shown_mail(messages[0].content), len(messages)

    def _show_preview(self, _asked: object, answer: Any) -> None:
        fault = answer if isinstance(answer, Expected) else None
        self.words.show_error(fault)
        self._faulty = fault is not None
        self._way_changed()
        if fault is not None:
            at_field = isinstance(fault, Invalid)
            self.preview.show_fault(_("There is no preview while the wording has a fault.") if at_field else str(fault))
        else:
            message, number = answer
            self.preview.show_message(message.subject, message.text)
            words = _("The first of {n} messages to this person: one for each session.")
            self._several.setText(words.format(n=formats.number(number)))
            self._several.setVisible(number > 1)

    # Agreed

    def folder(self) -> Path:
        """Where drafts or files were to be written."""
        return self._folder

    def _agree(self) -> None:
        if not self.plan().recipients:
            return
        if self.way() is not Way.MAIL:
            title = _("Where the drafts are to go") if self.way() is Way.DRAFT else _("Where the files are to go")
            chosen = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
            if not chosen:
                return
            name = f"{self.prepared.reference} {_(self.prepared.kind.label)}"
            self._folder = sending.free_folder(Path(chosen) / name)
        self.agreed.emit()
        self.accept()


def _whom_words(plan: Plan, *, named: bool) -> str:
    number = len(plan.recipients)
    if named:
        words = n_("The {n} person selected", "The {n} people selected", number)
    else:
        words = n_("{n} person", "{n} people", number)
    return words.format(n=formats.number(number))


def _left_out_words(plan: Plan) -> str:
    """Who gets nothing, and why, a line each."""
    lines = []
    if plan.without_address:
        named = [formats.shown(name) for name in plan.without_address[:MOST_NAMED]]
        if len(plan.without_address) > MOST_NAMED:
            named.append("…")
        words = n_(
            "{n} without an email address gets nothing: {names}",
            "{n} without an email address get nothing: {names}",
            len(plan.without_address),
        )
        lines.append(words.format(n=formats.number(len(plan.without_address)), names=", ".join(named)))
    if plan.on_their_way:
        words = n_(
            "{n} has a message on its way already and is left out.",
            "{n} have a message on its way already and are left out.",
            plan.on_their_way,
        )
        lines.append(words.format(n=formats.number(plan.on_their_way)))
    return "\n".join(lines)
