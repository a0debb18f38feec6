"""Language, look, reminders and what new events begin with. Each choice is taken when it is made."""

from typing import Any

from PySide6.QtCore import Qt, QTimeZone
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QSystemTrayIcon, QWidget

from roundtables.errors import Expected
from roundtables.services.fields import address
from roundtables.words import LOCALES, NAMES, _, spoken
from ui.preferences import TEXT_SIZES
from ui.theme import GRID, sized
from ui.widgets.fields import Form, choice_field, text_field, zone_field
from ui.widgets.parts import button, column, label, row, wrapped
from ui.workspace import Workspace

WIDEST = 720
RESTYLES = frozenset({"language", "theme", "text_size", "animated"})
SAME = ""
"""The language of documents is the window's until another is chosen."""


class ChoicesTab(QScrollArea):
    """The choices under their headings."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._chosen = workspace.preferences
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.looks = Form(
            (
                choice_field("language", _("Language of the window"), list(NAMES.items())),
                choice_field(
                    "export_language",
                    _("Language of new documents"),
                    [(SAME, _("As the window")), *((code, NAMES[code]) for code in LOCALES)],
                ),
                choice_field(
                    "theme",
                    _("Colours"),
                    [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
                ),
                choice_field("text_size", _("Text size"), [(size, _("{n} %").format(n=size)) for size in TEXT_SIZES]),
            ),
            lambda key: self._take(self.looks, key),
        )
        self.begins = Form(
            (
                zone_field("home_zone", _("Time zone")),
                text_field("organiser_name", _("Organiser")),
                text_field("organiser_email", _("Organiser's email")),
            ),
            lambda key: self._take(self.begins, key),
        )
        self.animated = self._switch("animated", _("Animations"))
        self.notifies = self._switch("notifies", _("Tell by the system's tray what is coming, without names"))
        tray = QSystemTrayIcon.isSystemTrayAvailable()
        self.notifies.setEnabled(tray)
        parts: list[Any] = [
            label(_("Language and look"), "heading"),
            self.looks,
            wrapped(_("A person's mail is written in that person's own language, whatever is chosen here."), "muted"),
            self.animated,
            label(_("Reminders"), "heading"),
            self.notifies,
            label(_("New events begin with"), "heading"),
            self.begins,
            label(_("To find one's way"), "heading"),
            row(
                button(_("Help"), lambda: workspace.asked.emit("help.here"), picture="help-circle-outline"),
                button(_("Keyboard shortcuts"), lambda: workspace.asked.emit("help.keys"), picture="keyboard-outline"),
                1,
            ),
            row(
                button(_("Tour of the window"), lambda: workspace.asked.emit("help.tour"), picture="map-marker-path"),
                button(_("About Roundtables"), lambda: workspace.asked.emit("help.about")),
                1,
            ),
        ]
        if not tray:
            parts.insert(6, wrapped(_("This system has no tray at present."), "muted"))
        inner = QWidget()
        inner.setMaximumWidth(sized(WIDEST))
        inner.setLayout(column(*parts, 1, margin=2 * GRID, space=3 * GRID))
        self.setWidget(inner)
        self._show()

    def _switch(self, key: str, words: str) -> QCheckBox:
        made = QCheckBox(words)
        made.setChecked(self._chosen.animated if key == "animated" else self._chosen.notifies)
        made.clicked.connect(lambda checked: self._choose(key, checked))
        return made

    def _show(self) -> None:
        chosen = self._chosen
        for key, value in (
            ("language", spoken().code),
            ("export_language", str(self._workspace.settings.value("export_language") or SAME)),
            ("theme", chosen.theme),
            ("text_size", chosen.text_size),
        ):
            self.looks.fields[key].show_value(value)
        for key, value in {"home_zone": chosen.home_zone, **chosen.organiser}.items():
            self.begins.fields[key].show_value(value)

    def _take(self, form: Form, key: str) -> None:
        """Keep a choice, or say at its field why it can't be."""
        value = form.fields[key].value()
        words = self._wrong(key, value)
        form.show_error(key, words)
        if not words:
            form.fields[key].show_value(value)
            self._choose(key, value)

    @staticmethod
    def _wrong(key: str, value: Any) -> str:
        if key == "home_zone" and not QTimeZone.isTimeZoneIdAvailable(str(value).encode()):
            return _("This is not a time zone such as Europe/Helsinki. The one before stays.")
        if key == "organiser_email":
            try:
                address(str(value), key)
            except Expected as error:
                return str(error)
        return ""

    def _choose(self, key: str, value: Any) -> None:
        self._chosen.choose(key, value)
        if key in RESTYLES:
            self._workspace.restyled.emit()
