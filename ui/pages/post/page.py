"""The post: what goes out, what waits for a decision, what came in."""

from typing import Any

from PySide6.QtWidgets import QTabWidget

from roundtables.queries import post as queries
from roundtables.terms import MessageState
from roundtables.words import N_, _, n_
from ui import answers_in
from ui import format as formats
from ui.commands import Command
from ui.links import Link
from ui.pages.place import Page
from ui.pages.post.answers import AnswersPart
from ui.pages.post.outbox import OutboxPart
from ui.pages.post.proposals import ProposalsPart
from ui.theme import GRID
from ui.widgets.announcing import show_count
from ui.widgets.parts import button, column, label, row, wrapped
from ui.workspace import Workspace

PARTS = ("outbox", "proposals", "answers")
"""What links call the tabs, in their order."""
OUTBOX, PROPOSALS, ANSWERS = range(3)
STATES = {"refused": MessageState.FAILED, "unknown": MessageState.UNKNOWN, "queued": MessageState.QUEUED}
"""Further parts that links name: the outbox narrowed to a state."""
NAMES = (N_("Outbox"), N_("Proposals"), N_("Answers taken in"))


class PostPage(Page):
    """The tabs read what they show when they are looked at."""

    shows = frozenset({"message", "answer", "event", "person", "reminder_rule", "participation", "invitation"})
    COMMANDS = (
        Command("post.send", N_("Send now"), "send_now", "Ctrl+Return", "send-outline"),
        Command("post.pause", N_("Pause or resume sending"), "turn_pause", "", "pause"),
        Command("post.take_files", N_("Take in files…"), "take_files", "Ctrl+Shift+O", "tray-arrow-down"),
        Command("post.fetch", N_("Fetch from the mailbox"), "fetch", "", "email-sync-outline"),
        Command("post.settings", N_("Settings of the post"), "open_settings", "", "cog-outline"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.outbox, self.proposals = OutboxPart(workspace), ProposalsPart(workspace)
        self.answers = AnswersPart(workspace)
        self._number = label("", "muted")
        self._send = button(_("Send now"), self.send_now, picture="send-outline", primary=True)
        policy = self._send.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._send.setSizePolicy(policy)
        self._pause = button(_("Pause"), self.turn_pause, picture="pause")
        self._resume = button(_("Resume"), self.turn_pause, picture="play")
        self._status = wrapped("")
        self._status.setAccessibleName(_("Sending"))
        self._settings = button(_("Settings of the post"), self.open_settings, picture="cog-outline")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(_("Parts of the post"))
        for part, name in zip((self.outbox, self.proposals, self.answers), NAMES, strict=True):
            self.tabs.addTab(part, _(name))
        head = row(label(_("Post"), "title"), self._number, 1, self._send, self._pause, self._resume, space=3 * GRID)
        self._line = row(self._status, self._settings, space=3 * GRID)
        self._line.setStretch(0, 1)
        layout = column(head, self._line, self.tabs, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        workspace.keyboard.bind(self, self.COMMANDS)
        self.proposals.counted.connect(self._name_proposals)
        workspace.outgoing.stated.connect(self._show_state)
        kept = str(workspace.settings.value("post/part") or "")
        self.tabs.setCurrentIndex(PARTS.index(kept) if kept in PARTS else OUTBOX)
        self.tabs.currentChanged.connect(self._look)
        self.proposals.refresh()
        self._look(self.tabs.currentIndex())

    def refresh(self) -> None:
        shown: Any = self.tabs.currentWidget()
        self.proposals.refresh()
        if shown is not self.proposals:
            shown.refresh()
        self._show_state()

    def show_link(self, link: Link) -> None:
        """A tab by its part, or the outbox narrowed to a state; the key is a proposal's."""
        if link.part in STATES:
            self.tabs.setCurrentIndex(OUTBOX)
            self.outbox.show_state(STATES[link.part])
        elif link.part in PARTS:
            self.tabs.setCurrentIndex(PARTS.index(link.part))
        if link.part == "proposals" and link.key is not None:
            self.proposals.go_to(link.key)
        self._show_state()

    def focus_filter(self) -> None:
        if self.tabs.currentIndex() == ANSWERS:
            self.answers.listing.focus_filter()
        else:
            self.tabs.setCurrentIndex(OUTBOX)
            self.outbox.listing.focus_filter()

    def send_now(self) -> None:
        """Send what is due; where nothing can go out from here, the settings say why."""
        if self.workspace.outgoing.can_send():
            self.workspace.outgoing.send_now()
        else:
            self.open_settings()

    def turn_pause(self) -> None:
        """Let the outbox rest, or go on."""
        self.workspace.outgoing.pause(paused=not self.workspace.outgoing.settings().paused)

    def take_files(self) -> None:
        """Ask for files with answers."""
        answers_in.ask_for_files(self.window(), self.workspace)

    def fetch(self) -> None:
        """Take in what is new in the mailbox."""
        answers_in.fetch(self.window(), self.workspace)

    def open_settings(self) -> None:
        """Go to the settings of the post."""
        self.workspace.visit.emit(Link("settings", part="post"))

    def _look(self, number: int) -> None:
        """What was not looked at is read now."""
        self.workspace.settings.setValue("post/part", PARTS[number])
        shown: Any = self.tabs.currentWidget()
        if shown is self.proposals:
            self.proposals.refresh()
        else:
            shown.looked_at()
        self._show_state()

    def _name_proposals(self, number: int) -> None:
        words = _("Proposals ({n})").format(n=formats.number(number)) if number else _("Proposals")
        self.tabs.setTabText(PROPOSALS, words)

    def _show_state(self) -> None:
        """How much waits, and what sending is about just now."""
        outgoing = self.workspace.outgoing
        with self.workspace.read() as session:
            states = queries.states(session)
        show_count(self._number, _figures(states))
        paused = outgoing.settings().paused
        self._pause.setVisible(not paused and outgoing.can_send())
        self._resume.setVisible(paused)
        waits = bool(states.get(MessageState.QUEUED)) or outgoing.is_running()
        self._send.setVisible(outgoing.can_send() and not paused)
        self._send.setEnabled(not outgoing.is_running())
        words = outgoing.words() if waits or paused or outgoing.is_running() else ""
        self._status.setText(words)
        self._status.setVisible(bool(words))
        self._settings.setVisible(bool(words) and not outgoing.is_running())


def _figures(states: dict[MessageState, int]) -> str:
    """How many messages stand where, those that matter."""
    said = {
        MessageState.QUEUED: n_("{n} to be sent", "{n} to be sent", states.get(MessageState.QUEUED, 0)),
        MessageState.FAILED: n_("{n} refused", "{n} refused", states.get(MessageState.FAILED, 0)),
        MessageState.UNKNOWN: n_("{n} perhaps sent", "{n} perhaps sent", states.get(MessageState.UNKNOWN, 0)),
        MessageState.SENT: n_("{n} sent", "{n} sent", states.get(MessageState.SENT, 0)),
    }
    return "  ·  ".join(
        words.format(n=formats.number(states[state])) for state, words in said.items() if states.get(state)
    )
