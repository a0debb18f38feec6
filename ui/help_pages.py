"""The pages of help: short texts of our own in Markdown, in English and Finnish; other languages read English."""

from dataclasses import dataclass
from pathlib import Path

from roundtables.words import _, fold, resource, spoken
from ui.links import Link

TOPICS = (
    "getting-started",
    "events",
    "participants",
    "invitations",
    "post",
    "attendance",
    "door",
    "meeting-reports",
    "papers",
    "costs",
    "report",
    "hand-over",
    "figures",
    "people",
    "calendar",
    "calendars",
    "programme",
    "today",
    "keys",
    "safe-keeping",
)
"""In the order of the list."""
PARTS = {
    "agenda": "events",
    "participants": "participants",
    "invitations": "invitations",
    "post": "post",
    "calendars": "calendars",
    "attendance": "attendance",
    "costs": "costs",
    "report": "report",
    "hand-over": "hand-over",
    "tasks": "today",
    "history": "safe-keeping",
    "keys": "keys",
    "register": "safe-keeping",
}
PLACES = {
    "today": "today",
    "calendar": "calendar",
    "events": "events",
    "event": "events",
    "people": "people",
    "person": "people",
    "organisation": "people",
    "programme": "programme",
    "figures": "figures",
    "history": "safe-keeping",
    "post": "post",
    "settings": "getting-started",
}


@dataclass(frozen=True)
class Topic:
    """One page: its key, its title (the first line) and its text in Markdown."""

    key: str
    title: str
    text: str

    def has(self, words: str) -> bool:
        """Whether every word is in the page, however it is written."""
        text = fold(self.text)
        return all(word in text for word in fold(words).split())


def topics() -> list[Topic]:
    """All pages in the window's language."""
    return [_read(key) for key in TOPICS]


def _read(key: str) -> Topic:
    text = _file(key, spoken().code).read_text(encoding="utf-8")
    return Topic(key, text.split("\n", 1)[0].lstrip("# ").strip(), text)


def _file(key: str, code: str) -> Path:
    own = resource("help", code, f"{key}.md")
    return own if own.is_file() else resource("help", "en", f"{key}.md")


def topic_for(link: Link) -> str:
    """The page for what is shown: for its tab where there is one, else for its place."""
    return PARTS.get(link.part) or PLACES.get(link.place, TOPICS[0])


def with_keys(topic: Topic, keys: list[tuple[str, str]]) -> str:
    """A page with the commands of a place and their keys below it."""
    shown = [(words, pressed) for words, pressed in keys if pressed]
    if not shown:
        return topic.text
    lines = [f"| {words} | `{pressed}` |" for words, pressed in shown]
    head = [f"## {_('Keys here')}", "", f"| {_('Command')} | {_('Keys')} |", "| --- | --- |"]
    return "\n".join([topic.text.rstrip(), "", *head, *lines, ""])
