"""What a helper needs to know of an error, and nothing else: no message, no values, no names, no paths of people."""

from types import TracebackType

from PySide6.QtCore import qVersion

from roundtables import __version__

OURS = ("roundtables", "ui")


def details_of(error: BaseException) -> str:
    """The classes of an error and of what it came from, and the line of our own code where each arose."""
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(lines) < 5:
        kind = type(seen)
        lines.append(f"{kind.__module__}.{kind.__qualname__} at {_place(seen.__traceback__)}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines)


def surroundings() -> str:
    """The versions of the program, of Python and Qt, and the system."""
    import platform

    return (
        f"Roundtables {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.release()} {platform.machine()}"
    )


def _place(trace: TracebackType | None) -> str:
    """module:line of the innermost frame that is ours, else of the innermost."""
    found = last = "?"
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", "?"))
        last = f"{module}:{trace.tb_lineno}"
        if module.partition(".")[0] in OURS:
            found = last
        trace = trace.tb_next
    return found if found != "?" else last
