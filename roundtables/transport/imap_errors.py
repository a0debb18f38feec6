"""What can go wrong with a mailbox beyond what can with every server. Nothing is changed there, whatever happens."""

from collections.abc import Sequence

from roundtables.errors import shortened
from roundtables.transport.errors import ServerTrouble, cleaned
from roundtables.words import _, n_

MOST_NAMED = 12


class NoMailbox(ServerTrouble):
    def __init__(self) -> None:
        super().__init__(
            _("No mailbox is set up to fetch answers from. Enter its server and its folder in the settings.")
        )


class ConnectionBroke(ServerTrouble):
    def __init__(self, host: str) -> None:
        super().__init__(
            _(
                "The connection to {host} broke, or it took too long to answer. What had been taken in is kept; the "
                "rest is fetched the next time."
            ).format(host=shortened(host))
        )


class FolderGone(ServerTrouble):
    """The folder that is set up is not in the mailbox; the words name those that are."""

    def __init__(self, folder: str, there: Sequence[str]) -> None:
        named = ", ".join(shortened(name) for name in there[:MOST_NAMED])
        more = len(there) - MOST_NAMED
        if more > 0:
            named = n_("{names} and {n} more", "{names} and {n} more", more).format(names=named, n=more)
        words = _(
            "There is no folder “{folder}” in the mailbox. Nothing was fetched; choose one that is there in the "
            "settings: {names}."
        )
        super().__init__(words.format(folder=shortened(folder), names=named or "–"))


class MailboxTrouble(ServerTrouble):
    """The server refuses something, for a reason of its own."""

    def __init__(self, host: str, words: bytes | str) -> None:
        super().__init__(
            _(
                "The mailbox at {host} can't be read now. What had been taken in is kept; try again later. "
                "The server says: {words}"
            ).format(host=shortened(host), words=cleaned(words))
        )
