"""How the application looks and speaks: as was chosen, and as the system asks while the program runs."""

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSignalBlocker, Qt, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from roundtables.words import speak, spoken
from ui import theme
from ui.format import locale as window_locale
from ui.preferences import Preferences


class Appearance(QObject):
    """`changed` is sent when the system asks for another look; what shows it is then to be made anew."""

    changed = Signal()

    def __init__(self, application: QApplication, preferences: Preferences) -> None:
        super().__init__(application)
        self._application, self._preferences = application, preferences
        self._translator: QTranslator | None = None
        # Held on to: without it, Python's side of the hints' parts is taken for deleted at the next look.
        self._hints = hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        hints.accessibility().motionPreferenceChanged.connect(self._follow)

    def _follow(self) -> None:
        before = theme.colours(), theme.animated()
        self.apply()
        if before != (theme.colours(), theme.animated()):
            self.changed.emit()

    def apply(self, *, dark: bool | None = None, language: str | None = None) -> None:
        """Speak and look as was chosen, or as is said here."""
        application, chosen = self._application, self._preferences
        speak(language or chosen.language)
        QLocale.setDefault(window_locale())
        self._translate_qt()
        self._choose_scheme(chosen.theme if dark is None else "dark" if dark else "light")
        if dark is None:
            dark = theme.is_dark(application) if chosen.theme == "system" else chosen.theme == "dark"
        theme.apply(
            application,
            dark=dark,
            high=theme.is_high_contrast(application),
            text_size=chosen.text_size,
            animated=chosen.animated and not theme.is_still(application),
        )

    def _choose_scheme(self, wanted: str) -> None:
        """The system's own parts, such as the title bar, follow what was chosen."""
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(wanted)
        with QSignalBlocker(self._hints):
            if scheme is None:
                self._hints.unsetColorScheme()
            else:
                self._hints.setColorScheme(scheme)

    def _translate_qt(self) -> None:
        """Qt's own dialogs take Qt's own translations."""
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
            self._translator = None
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if spoken().code != "en" and translator.load(f"qtbase_{spoken().code}", folder):
            self._application.installTranslator(translator)
            self._translator = translator
