"""What an event is proved by, what was given away, and whether a file is one of it."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

PDF = b"%PDF-1.7\n% a signed sheet, invented\n" + b"0" * 2_400_000


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """The tab, empty and filled, the files, the pack's checklist, and what verifying says."""
    from roundtables.queries import events as queries
    from roundtables.queries.events import EventFilter
    from roundtables.services import attendance, event_files, evidence, hand_overs, verifying
    from roundtables.terms import FileKind, Presence
    from ui.dialogs.attach_file import AttachDialog
    from ui.dialogs.event_files import EventFilesDialog
    from ui.dialogs.evidence import EvidenceDialog
    from ui.dialogs.verified import VerifiedDialog
    from ui.links import Link

    workspace = window.workspace
    register = workspace.register
    with workspace.read() as session:
        held = queries.page(session, EventFilter(words="first contact"))[0]
        record = queries.event_page(session, held.id)
    window.visit(Link("event", held.id, "hand-over"))
    settle()
    save("8-hand-over-nothing-given")
    with workspace.change("Attach files") as session:
        store, slots = register.files, [slot.id for slot in record.slots]
        for name, kind, proves, note in (
            ("Signed sheet, first day.pdf", FileKind.SIGNED_SHEET, slots[:1], "Scanned at the reception"),
            ("Minutes.docx", FileKind.MINUTES, [], ""),
            ("<img src=x>.pdf", FileKind.INVOICE, [], ""),
        ):
            content = PDF + name.encode()
            event_files.attach(session, store, held.id, name, content, kind, slot_ids=proves, note=note, by="maija")
    window.visit(Link("event", held.id, "attendance"))
    settle()
    save("8-attendance-proved")
    window.visit(Link("event", held.id, "hand-over"))
    with tempfile.TemporaryDirectory() as folder, workspace.read() as session:
        given = Path(folder) / "E2.1 Attendance list.xlsx"
        pack_path = Path(folder) / "E2.1 Evidence pack.zip"
        now = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
        with workspace.change("Hand over", undoable=False) as writing:
            hand_overs.hand_over_attendance(writing, held.id, given, "en", for_whom="Finance", by="maija", at=now)
        with workspace.change("Mark attendance") as writing:
            row = queries_participants(writing, held.id)
            attendance.mark(writing, slots[0], [row], Presence.EXCUSED)
        with workspace.read() as reading:
            chosen = evidence.of_event(reading, held.id)
            pack = evidence.write(reading, register.files, chosen, pack_path, "en")
        with workspace.change("Hand over", undoable=False) as writing:
            evidence.enter(writing, pack, for_whom="The Ministry", by="maija", at=now)
        settle()
        window.current_page().tab("hand-over").looked_at()
        save("8-hand-over")
        with workspace.read() as reading:
            known, strange = verifying.verify(reading, given), verifying.verify(reading, Path(__file__))
            checks = evidence.checklist(reading, register.files, chosen)
        files = EventFilesDialog(window, workspace, held.id)
        gone = store.path_of(store_sum(files))
        gone.rename(gone.with_suffix(".away"))
        files.refresh()
        files.table.go_to(0)
        attach = AttachDialog(window, "Attach a file", "Attach", record.slots)
        attach.for_new(["Signed sheet, second day.pdf"])
        asked = EvidenceDialog(window, [(held.reference, f"{held.reference} {held.title}")])
        with workspace.read() as reading:
            asked.show_checks(evidence.checklist(reading, register.files, chosen), ("E2.8", "E2.9"), 1)
        asked.resize(asked.sizeHint())
        for name, dialog in (
            ("8-files", files),
            ("8-attach", attach),
            ("8-evidence", asked),
            ("8-verified", VerifiedDialog(window, given.name, known)),
            ("8-verified-not", VerifiedDialog(window, "list.xlsx", strange)),
        ):
            dialog.show()
            settle()
            save(name, dialog)
            dialog.close()
        assert checks
        gone.with_suffix(".away").rename(gone)
    window.visit(Link("settings", part="register"))
    settle()
    save("8-settings-register")


def queries_participants(session: Any, event_id: int) -> int:
    """The key of the first participation of an event."""
    from roundtables.queries import participants

    return participants.listing(session, event_id)[0].id


def store_sum(files: Any) -> str:
    """The check sum of the first file that the dialog shows."""
    return str(files._model.rows[0].file.sha256)
