"""What can go wrong with a server that mail is sent to or fetched from, each in words of its own.

A server's own words are shown too, cleaned and shortened: they are what its administrator can help with.
"""

from roundtables.errors import Expected, shortened
from roundtables.words import N_, _

LONGEST_WORDS = 300


class ServerTrouble(Expected):
    """What concerns the account or its server rather than one message: nothing more can be done with it just now."""


class NotSetUp(ServerTrouble):
    def __init__(self) -> None:
        super().__init__(
            _("No mail server is set up to send with. Nothing was sent; enter server and address in the settings.")
        )


class ServerNotThere(ServerTrouble):
    """`why` is one of the marked words below."""

    UNKNOWN_NAME = N_("no server is known by that name")
    REFUSED = N_("nothing answers at that port")
    NO_ANSWER = N_("it did not answer in time")
    HUNG_UP = N_("it hung up")
    NO_NETWORK = N_("the network does not reach it")

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(
            _(
                "{host}, port {port}, can't be reached: {reason}. Nothing was lost; check the network and the settings."
            ).format(host=shortened(host), port=port, reason=_(why))
        )


class CertificateWrong(ServerTrouble):
    """`why` is one of the marked words below, or what the library says of a rarer fault."""

    OTHER_NAME = N_("it was made out for another name")
    EXPIRED = N_("it has expired")
    NOT_YET = N_("it is not valid yet")
    NOT_TRUSTED = N_("it does not come from an authority that this computer trusts")

    def __init__(self, host: str, why: str) -> None:
        super().__init__(
            _(
                "The certificate of {host} can't be trusted: {reason}. Nothing was sent, not even the password; "
                "check the server's name and this computer's clock, or ask whoever looks after the server."
            ).format(host=shortened(host), reason=_(why))
        )


class NotEncrypted(ServerTrouble):
    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            _(
                "{host}, port {port}, does not offer the encryption that the settings ask for. Nothing was sent, not "
                "even the password; try the other kind of encryption or another port."
            ).format(host=shortened(host), port=port)
        )


class WrongPassword(ServerTrouble):
    def __init__(self, host: str, words: str) -> None:
        super().__init__(
            _(
                "{host} does not accept the user name or password (or the token). Nothing was lost; enter them anew in "
                "the settings. The server says: {words}"
            ).format(host=shortened(host), words=words)
        )


class NoPassword(ServerTrouble):
    def __init__(self, host: str) -> None:
        super().__init__(
            _("There is no password or token for {host}. Nothing was lost; enter it in the settings.").format(
                host=shortened(host)
            )
        )


class SignInNotOffered(ServerTrouble):
    def __init__(self, host: str) -> None:
        super().__init__(
            _(
                "{host} does not offer the way of signing in that the settings name. Nothing was lost; choose another "
                "one in the settings."
            ).format(host=shortened(host))
        )


class TooManyAtOnce(ServerTrouble):
    def __init__(self, host: str, words: str) -> None:
        super().__init__(
            _(
                "{host} takes nothing more just now. Nothing was lost; what waits is sent later. "
                "The server says: {words}"
            ).format(host=shortened(host), words=words)
        )


class SenderRefused(ServerTrouble):
    def __init__(self, email: str, words: str) -> None:
        super().__init__(
            _(
                "The server sends nothing for {address}. Nothing was lost; check the address and the user name in the "
                "settings. The server says: {words}"
            ).format(address=shortened(email), words=words)
        )


class NotUnderstood(ServerTrouble):
    def __init__(self, host: str, words: str) -> None:
        super().__init__(
            _(
                "{host} answers otherwise than a mail server does. Nothing was lost; check the name and the port. "
                "The server says: {words}"
            ).format(host=shortened(host), words=words)
        )


def cleaned(said: bytes | str) -> str:
    """A server's words as they may be shown and kept: one line, no control characters, shortened."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return shortened(" ".join(text[: 4 * LONGEST_WORDS].split()), LONGEST_WORDS)
