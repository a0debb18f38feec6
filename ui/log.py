"""The local log: what went wrong and where in the program, never with what. No message of an exception, no argument
and no path enters it, since those carry names and addresses."""

import logging
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from ui.trouble import details_of, surroundings

LARGEST = 256 * 1024
KEPT = 3
OURS = ("roundtables", "ui")
log = logging.getLogger("ui.log")


def folder() -> Path:
    """Where the log lies."""
    import platformdirs

    return Path(platformdirs.user_log_dir("Roundtables", appauthor=False))


def note(error: BaseException) -> None:
    """Enter an error that was caught and told in words already: by its trace, whatever handler there is."""
    log.error(details_of(error))


class Bare(logging.Formatter):
    """A record without its arguments: its words as they stand in the program, and the trace of its error."""

    def format(self, record: logging.LogRecord) -> str:
        words = record.msg if record.name.split(".")[0] in OURS and isinstance(record.msg, str) else ""
        line = f"{self.formatTime(record)} {record.levelname} {record.name}:{record.lineno} {words}".rstrip()
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}\n{details_of(error)}" if error is not None else line


class LocalLog(logging.Handler):
    """Opens its file at the first record: most days there is none."""

    def __init__(self, where: Callable[[], Path] = folder) -> None:
        super().__init__(logging.WARNING)
        self._where = where
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        from logging.handlers import RotatingFileHandler

        try:
            if self._file is None:
                place = self._where()
                place.mkdir(parents=True, exist_ok=True)
                self._file = RotatingFileHandler(
                    place / "roundtables.log", maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8"
                )
                self._file.setFormatter(Bare())
            self._file.emit(record)
        except OSError:
            # A log that can't be written must not be one more thing that goes wrong.
            return

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


class Unexpected(QObject):
    """Hears of every error that nobody was waiting for, on any thread. `told` is sent with details to copy."""

    told = Signal(str)

    def listen(self, where: Callable[[], Path] = folder) -> None:
        """Write to the local log from now on, and take over the last resorts of Python and Qt."""
        handler = LocalLog(where)
        handler.setLevel(logging.WARNING)
        logging.getLogger().addHandler(handler)
        sys.excepthook = self._heard
        threading.excepthook = lambda told: self._heard(told.exc_type, told.exc_value, told.exc_traceback)
        qInstallMessageHandler(_heard_qt)

    def _heard(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        log.error("unexpected", exc_info=(kind, error, trace))
        self.told.emit(details(error))


def details(error: BaseException) -> str:
    """What may be copied and sent to whoever looks after the program: versions and places, nothing of the register."""
    return f"{surroundings()}\n{details_of(error)}"


def _heard_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's own warnings: their first word, which names the class; what follows may hold a path."""
    level = logging.WARNING if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) else logging.ERROR
    found: Any = re.match(r"[A-Za-z_]+(::[A-Za-z_]+)*", message)
    words = found[0] if found else ""
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        log.log(level, f"Qt: {words} ({context.category})")  # noqa: G004 - words as they are: arguments are left out
    if sys.stderr is not None and sys.stderr.isatty():
        print(message, file=sys.stderr)  # noqa: T201 - as Qt does itself, where somebody looks
