"""What can go wrong with a mailbox, each in words. In all of them nothing was changed there, and what was taken stays."""

from collections.abc import Sequence

from roundtables.errors import Expected, shortened
from roundtables.words import _, n_

MOST_NAMED = 12


class MailboxError(Expected):
    """The mailbox can't be read now."""


class NoMailbox(MailboxError):
    def __init__(self) -> None:
        super().__init__(_("No mailbox is set up yet. Name its server and folder in the settings of the post first."))


class SecretMissing(MailboxError):
    def __init__(self, user: str, host: str) -> None:
        super().__init__(
            _("The password of {user} at {host} is not known here. Enter it in the settings of the post.").format(
                user=shortened(user), host=shortened(host)
            )
        )


class WrongPassword(MailboxError):
    def __init__(self, user: str, host: str) -> None:
        super().__init__(
            _(
                "{host} does not let {user} in with this password or token. Nothing was fetched; enter it anew in the "
                "settings of the post."
            ).format(host=shortened(host), user=shortened(user))
        )


class CertificateWrong(MailboxError):
    def __init__(self, host: str, why: str) -> None:
        super().__init__(
            _(
                "The certificate of {host} can't be trusted ({why}): it may be another server that answers. The "
                "password was not sent and nothing was fetched. Check the server's name, or ask whoever runs it."
            ).format(host=shortened(host), why=shortened(why, 200))
        )


class NotEncrypted(MailboxError):
    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            _(
                "{host} does not encrypt the connection at port {port} in this way. The password was not sent and "
                "nothing was fetched. Try the other way of encrypting, or another port: usually 993 with TLS."
            ).format(host=shortened(host), port=port)
        )


class ServerNotThere(MailboxError):
    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            _(
                "{host} does not answer at port {port}. Nothing was fetched; check the name, the port and the "
                "connection, and try again."
            ).format(host=shortened(host), port=port)
        )


class ConnectionBroke(MailboxError):
    def __init__(self, host: str) -> None:
        super().__init__(
            _(
                "The connection to {host} broke, or it took too long to answer. What had been taken in is kept; the "
                "rest is fetched the next time."
            ).format(host=shortened(host))
        )


class FolderGone(MailboxError):
    def __init__(self, folder: str, there: Sequence[str]) -> None:
        named = ", ".join(shortened(name) for name in there[:MOST_NAMED])
        more = len(there) - MOST_NAMED
        if more > 0:
            named = n_("{names} and {n} more", "{names} and {n} more", more).format(names=named, n=more)
        words = _(
            "There is no folder “{folder}” in the mailbox any more. Nothing was fetched; choose one that is there: "
            "{names}."
        )
        super().__init__(words.format(folder=shortened(folder), names=named or "–"))


class MailboxTrouble(MailboxError):
    def __init__(self, host: str, words: str) -> None:
        super().__init__(
            _("{host} could not be read. It says: “{words}” What had been taken in is kept; try again later.").format(
                host=shortened(host), words=shortened(words, 200)
            )
        )
