"""Everything a developer does, with the standard library alone: `python3 dev.py --help`.

Works on Windows, macOS and Linux with Python 3.11 or newer and nothing else installed.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST = (3, 11)
ICAL_JS = "2.2.1"
QT_LIBRARIES = tuple(
    "libegl1 libgl1 libopengl0 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libglib2.0-0 "  # noqa: SIM905 - one line a kind reads better than one a name
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 "
    "libxcb-xinerama0 libxcb-xkb1 fonts-dejavu-core".split()
)
SCREEN = {"Xvfb": "xvfb", "xdotool": "xdotool", "openbox": "openbox"}
MAILBOX = {"/usr/sbin/dovecot": "dovecot-imapd"}


def main() -> int:
    """Run the verb that was asked for; its answer is the process's exit code."""
    parser = argparse.ArgumentParser(description="Set up, run, test and build Roundtables.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb, (_work, words) in VERBS.items():
        verbs.add_parser(verb, help=words, description=words)
    chosen, rest = parser.parse_known_args()
    if sys.version_info < OLDEST:
        return _stop(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {platform.python_version()}.")
    os.chdir(ROOT)
    rest = [word for word in rest if word != "--"]
    work, _words = VERBS[chosen.verb]
    return work(rest)


def set_up() -> None:
    """Make .venv, install what requirements.txt pins, see to it that Qt can start. Quick when nothing is new."""
    wanted = hashlib.sha256((ROOT / "requirements.txt").read_bytes() + sys.version.encode()).hexdigest()
    stamp = VENV / "set-up"
    if not stamp.exists() or stamp.read_text() != wanted:
        print("Setting up .venv …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([str(PYTHON), *install, "-r", "requirements.txt"], check=True)
        stamp.write_text(wanted)
    _provide_qt_libraries()


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def _python(*arguments: str, **more: str) -> int:
    """Run the environment's Python; returns its exit code."""
    return subprocess.run([str(PYTHON), *arguments], env=_environment(**more), check=False).returncode


def _answer(*arguments: str) -> str:
    done = subprocess.run(
        [str(PYTHON), *arguments], env=_environment(), check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def _stop(words: str) -> int:
    print(words, file=sys.stderr)
    return 1


def has_display() -> bool:
    """Whether a window could be shown."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _provide_qt_libraries() -> None:
    """On Linux, Qt needs libraries of the system: installed on Debian and Ubuntu as root, elsewhere named."""
    if not sys.platform.startswith("linux") or _qt_starts():
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(QT_LIBRARIES)}"
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing the system libraries that Qt needs …", flush=True)
        _install(QT_LIBRARIES)
        return
    if shutil.which("apt-get"):
        print(f"Qt lacks libraries of the system. Run: sudo {line}")
    elif shutil.which("dnf"):
        print(
            "Qt lacks libraries of the system. Run: sudo dnf install qt6-qtbase-gui xcb-util-cursor dejavu-sans-fonts"
        )
    elif shutil.which("zypper"):
        print("Qt lacks libraries of the system. Run: sudo zypper install libQt6Gui6 libxcb-cursor0 dejavu-fonts")
    else:
        print("Qt lacks libraries of the system: those that libqxcb.so names in `ldd` as not found.")


def _provide(what: str, packages: dict[str, str]) -> None:
    """Programs for the tests, each with the package it comes in: installed on Debian and Ubuntu as root.

    A screen and hands for the day that is played through in a real window; a server whose mailbox is read. Elsewhere
    the tests that need them say that they were skipped.
    """
    lacking = [package for program, package in packages.items() if shutil.which(program) is None]
    if not lacking or not sys.platform.startswith("linux") or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print(f"Installing {what} for the tests …", flush=True)
    _install(lacking)


def _install(packages: Iterable[str]) -> None:
    """Debian's packages, as root, without questions."""
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update"], check=False, **quiet)  # type: ignore[call-overload]  # two kinds of values
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    subprocess.run(install, check=False, **quiet)  # type: ignore[call-overload]  # as above


def _qt_starts() -> bool:
    """Whether QtWidgets can be imported and the plugin for X finds all its libraries."""
    code = "import PySide6.QtWidgets, pathlib; print(pathlib.Path(PySide6.__file__).parent)"
    done = subprocess.run([str(PYTHON), "-c", code], capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        return False
    plugin = Path(done.stdout.strip()) / "Qt/plugins/platforms/libqxcb.so"
    linked = subprocess.run(["ldd", str(plugin)], capture_output=True, encoding="utf-8", check=False)
    return "not found" not in linked.stdout


def run(rest: list[str]) -> int:
    """Set up, make the demonstration register if there is none, write its next event's papers, open the window."""
    set_up()
    register = Path(
        _answer("-c", "from roundtables.register.location import default_register as d; print(d())").strip()
    )
    if not register.exists():
        print(f"Making the demonstration register at {register}", flush=True)
        if _python("-m", "roundtables", "demo", str(register)) != 0:
            return 1
    _write_papers(register)
    if has_display():
        return _python("-m", "roundtables", "--register", str(register), "gui", *rest)
    print("There is no display: saving a picture of each page instead.", flush=True)
    arguments = ["tests/shots.py", "--register", str(register), "--pages", str(BUILD / "demo")]
    return _python(*arguments, QT_QPA_PLATFORM="offscreen")


def _write_papers(register: Path) -> None:
    """The next event's invitations and attendance list, into build/demo."""
    command = ["-m", "roundtables", "--register", str(register)]
    today = _answer("-c", "import datetime; print(datetime.date.today())").strip()
    events = json.loads(_answer(*command, "events", "list", "--from", today, "--json"))
    coming = [event for event in events if event["status"] == "planned" and event["participants"]]
    if not coming:
        print("No event is coming: nothing to write.")
        return
    reference = coming[0]["reference"]
    folder = BUILD / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    attendance = folder / f"{reference} attendance list.xlsx"
    if _python(*command, "invite", reference, "--out", str(folder / "invitations")) == 0:
        _python(*command, "attendance", "export", reference, "--out", str(attendance), "--for", "Finance")
    print(f"The papers of {reference} are in {folder}", flush=True)


def lint(_rest: list[str]) -> int:
    """Format, lint, types, import contracts and catalogues."""
    set_up()
    checks: tuple[tuple[str, Callable[[], int]], ...] = (
        ("format", lambda: _python("-m", "ruff", "format", "--check", "--quiet", ".")),
        ("lint", lambda: _python("-m", "ruff", "check", "--quiet", ".")),
        ("types", lambda: _python("-m", "mypy")),
        ("import contracts", _contracts),
        ("catalogues", lambda: translate(["--check"])),
    )
    failed = []
    for name, check in checks:
        print(f"— {name}", flush=True)
        if check() != 0:
            failed.append(name)
    if failed:
        return _stop(f"Failed: {', '.join(failed)}")
    return 0


def _contracts() -> int:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    return _python("-c", code)


def test(rest: list[str]) -> int:
    """Everything that lint does, then all tests; what follows `--` goes to pytest."""
    failed = lint([])
    _provide_calendar_reader()
    _provide("a screen", SCREEN)
    _provide("a mailbox", MAILBOX)
    tested = _python("-m", "pytest", *rest)
    return failed or tested


def _provide_calendar_reader() -> None:
    """ical.js, the reader of Thunderbird's calendar, where Node is there to run it; the tests do without elsewhere."""
    folder = BUILD / "node"
    npm = shutil.which("npm")
    if npm is None or (folder / "node_modules" / "ical.js").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    install = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), f"ical.js@{ICAL_JS}"]
    subprocess.run(install, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)


def bench(rest: list[str]) -> int:
    """Measure the ratios that the program is held to; --json for programs."""
    set_up()
    return _python("tests/bench/run.py", *rest)


def shots(rest: list[str]) -> int:
    """A picture of every page, dialog and state, light and dark, to build/shots."""
    set_up()
    return _python("tests/shots.py", "--out", str(BUILD / "shots"), *rest, QT_QPA_PLATFORM="offscreen")


def build(_rest: list[str]) -> int:
    """The frozen program by build.spec, into build/dist, and a trial of it."""
    set_up()
    arguments = ["--noconfirm", "--clean", "--log-level", "WARN", "--distpath", str(BUILD / "dist")]
    if _python("-m", "PyInstaller", *arguments, "--workpath", str(BUILD / "work"), "build.spec") != 0:
        return 1
    return _try_frozen(BUILD / "dist" / "roundtables" / ("roundtables.exe" if WINDOWS else "roundtables"))


def _try_frozen(program: Path) -> int:
    """Open a register with the frozen program, export from it, read a list into it, and ask its version."""
    trial = BUILD / "trial"
    shutil.rmtree(trial, ignore_errors=True)
    trial.mkdir(parents=True)
    register = trial / "trial.roundtables"
    if _python("-m", "roundtables", "demo", str(register)) != 0:
        return 1
    papers = trial / "list.xlsx"
    for arguments in (
        ["--version"],
        ["check"],
        ["invite", "E2.8", "--out", str(trial / "invitations")],
        ["attendance", "export", "E2.8", "--out", str(papers), "--for", "Finance"],
        ["people", "import", str(papers), "--dry-run"],
        ["drafts", "E2.8", "--out", str(trial / "drafts"), "--kind", "reminder"],
        ["post", "list"],
        ["calendar", "export", "--out", str(trial / "events.ics")],
        ["calendar", "import", str(trial / "events.ics"), "--dry-run"],
        ["replies", str(trial / "events.ics"), str(papers)],
        ["attendance", "sheet", "E2.8", "--out", str(trial / "sheet.pdf")],
        ["badges", "E2.8", "--out", str(trial / "badges.pdf")],
        ["certificates", "E4.2", "--out", str(trial / "certificates.pdf")],
        ["eds", "E4.2", "--out", str(trial / "description.docx")],
        ["figures", "--out", str(trial / "figures.xlsx")],
        ["evidence", "E4.2", "--out", str(trial / "evidence.zip")],
        ["attendance", "verify", str(trial / "evidence.zip")],
    ):
        done = subprocess.run([str(program), "--register", str(register), *arguments], check=False)
        if done.returncode != 0:
            return _stop(f"The frozen program failed: {' '.join(arguments)}")
    if not papers.stat().st_size or not any((trial / "invitations").glob("*.ics")):
        return _stop("The frozen program wrote nothing.")
    if not _try_window(program.with_stem("roundtables-gui"), register):
        return _stop("The frozen window does not open a register that it is given.")
    print(f"The frozen program is in {program.parent}")
    return 0


def _try_window(program: Path, register: Path) -> bool:
    """Start the frozen window without a screen, on a register as a double click gives it, until it is painted."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(register.parent)}
    done = subprocess.run(
        [str(program), "--smoke", str(register)],
        env=environment,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    # On Windows a program of windows has nowhere to say that it is ready.
    return done.returncode == 0 and (WINDOWS or "ready" in done.stdout)


def translate(rest: list[str]) -> int:
    """Extract, update and compile the catalogues; --check only says whether they are current and complete."""
    set_up()
    return _python("tests/catalogues.py", *rest)


def lock(_rest: list[str]) -> int:
    """Pin every dependency with hashes for all systems, by uv, from pyproject.toml into requirements.txt."""
    tool = BUILD / "lock"
    subprocess.run([sys.executable, "-m", "venv", str(tool)], check=True)
    python = tool / ("Scripts/python.exe" if WINDOWS else "bin/python")
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "uv"], check=True)
    options = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--python-version", "3.11"]
    options += ["--group", "dev", "--upgrade", "--quiet", "-o", "requirements.txt"]
    return subprocess.run(
        [str(python), "-m", "uv", "pip", "compile", *options, "pyproject.toml"], check=False
    ).returncode


VERBS: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "run": (run, "set up, make the demonstration register if there is none, open the window"),
    "test": (test, "set up, then format, lint, types, import contracts, catalogues and all tests"),
    "lint": (lint, "the checks without the tests"),
    "bench": (bench, "measure the ratios that the program is held to (--json)"),
    "shots": (shots, "a picture of every page, dialog and state, to build/shots"),
    "build": (build, "the frozen program by build.spec, and a trial of it"),
    "translate": (translate, "extract, update and compile the catalogues (--check)"),
    "lock": (lock, "pin every dependency with hashes into requirements.txt"),
}

if __name__ == "__main__":
    sys.exit(main())
