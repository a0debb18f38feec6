"""Calendars on servers (CalDAV, RFC 4791): which there are, and one event's resource at a time, guarded by its ETag.

Whatever goes wrong is raised in words; nothing is sent to another host than the one that was entered.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote, urljoin, urlsplit

from roundtables.errors import Expected, Invalid, shortened
from roundtables.words import _

if TYPE_CHECKING:
    from roundtables.transport.caldav_client import Client

WELL_KNOWN = "/.well-known/caldav"
MOST_CALENDARS = 200
_DAV, _CAL = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_WRITES = frozenset(f"{_DAV}{name}" for name in ("all", "write", "write-content", "bind"))


class ServerTrouble(Expected):
    """A calendar's server did not do what it was asked. What was published before is still there."""


class WrongPassword(ServerTrouble):
    def __init__(self, host: str) -> None:
        super().__init__(
            _("{host} does not accept this user and password. Nothing was sent; enter the password again.").format(
                host=host
            )
        )


class CertificateWrong(ServerTrouble):
    def __init__(self, host: str) -> None:
        super().__init__(
            _(
                "The certificate of {host} can't be trusted: it does not match, has run out, or nobody known vouches "
                "for it. Neither password nor events were sent. Ask whoever looks after the server."
            ).format(host=host)
        )


class ServerNotThere(ServerTrouble):
    def __init__(self, host: str) -> None:
        super().__init__(
            _("{host} can't be reached. Nothing was lost: what is not there yet goes out the next time.").format(
                host=host
            )
        )


class CalendarGone(ServerTrouble):
    def __init__(self, address: str) -> None:
        super().__init__(
            _("There is no calendar at {address} any more. The events are safe here; choose the calendar anew.").format(
                address=shortened(address, 120)
            )
        )


class NotAllowed(ServerTrouble):
    def __init__(self, host: str) -> None:
        super().__init__(
            _("{host} does not let this user write here. Nothing was changed; ask for the right to write.").format(
                host=host
            )
        )


class QuotaFull(ServerTrouble):
    def __init__(self, host: str) -> None:
        super().__init__(
            _("There is no room left on {host}. What did not fit goes out the next time; free some room first.").format(
                host=host
            )
        )


class Elsewhere(ServerTrouble):
    def __init__(self, host: str, other: str) -> None:
        super().__init__(
            _(
                "{host} sends on to {other}. The password was not sent there: if you trust that address, enter it "
                "instead."
            ).format(host=host, other=shortened(other, 120))
        )


class ServerRefused(ServerTrouble):
    def __init__(self, host: str, status: int) -> None:
        super().__init__(
            _("{host} could not do it (answer {status}). Nothing was lost; it is tried again the next time.").format(
                host=host, status=status
            )
        )


class NotACalendarServer(ServerTrouble):
    def __init__(self, host: str) -> None:
        super().__init__(
            _("No calendars were found on {host}. Enter the address that its help gives for CalDAV.").format(host=host)
        )


class NotAServerAddress(Invalid):
    field = "address"

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“{address}” is not the address of a server. It begins with https://.").format(address=shortened(text))
        )


class AddressNotSecure(Invalid):
    field = "address"

    def __init__(self) -> None:
        super().__init__(
            _("The password would travel unencrypted: use the address that begins with https://. Nothing was sent.")
        )


class ChangedThere(ServerTrouble):
    """The resource is no longer what it was (412), or there is one already."""

    def __init__(self) -> None:
        super().__init__(_("The event was changed on the server meanwhile. Nothing was overwritten."))


class NotThere(ServerTrouble):
    """The resource is gone (404, 410)."""

    def __init__(self) -> None:
        super().__init__(_("The event is no longer on the server."))


class NameTaken(ServerTrouble):
    """Another resource of the calendar has this UID (RFC 4791, 5.3.2.1)."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has put this event on the server already. It was left as it is."))


@dataclass(frozen=True)
class Calendar:
    """A calendar that the account may write to."""

    url: str
    name: str


@dataclass(frozen=True)
class Held:
    """What lies on the server, and the ETag that stands for exactly that."""

    etag: str
    content: bytes


def check_address(text: str) -> str:
    """The address of a server as it is kept. Raises NotAServerAddress, and AddressNotSecure but for this machine."""
    tidy = text.strip()
    try:
        parts = urlsplit(tidy)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise NotAServerAddress(tidy) from error
    printable = tidy.isprintable() and " " not in tidy and len(tidy) <= 2000
    if not printable or parts.scheme not in ("https", "http") or not host or "@" in parts.netloc:
        raise NotAServerAddress(tidy)
    if parts.scheme == "http" and not _is_loopback(host):
        raise AddressNotSecure
    return tidy


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port: what a password belongs to."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").casefold(), parts.port or (443 if parts.scheme == "https" else 80)


def path_of(href: str) -> str:
    """What resources are compared by: servers write the same path in several ways."""
    return unquote(urlsplit(href).path)


def name_for(uid: str) -> str:
    """The name of an event's resource: always the same, of letters every server takes, however long the UID is."""
    return f"{hashlib.sha256(uid.encode()).hexdigest()[:40]}.ics"


def path_in(calendar: str, uid: str) -> str:
    """Where an event's resource lies in a calendar."""
    return urljoin(calendar if calendar.endswith("/") else f"{calendar}/", name_for(uid))


class Server:
    """A connection to a calendar server: use it as `with Server(…) as server`."""

    def __init__(self, address: str, user: str, secret: str) -> None:
        """Nothing is sent yet. Raises what `check_address` does."""
        self.address = check_address(address)
        self.host = urlsplit(self.address).hostname or ""
        self._user, self._secret = user, secret
        self._made: Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._made is not None:
            self._made.close()

    @property
    def _client(self) -> "Client":
        from roundtables.transport.caldav_client import Client

        if self._made is None:
            self._made = Client(self.address, self._user, self._secret)
        return self._made

    def calendars(self) -> list[Calendar]:
        """The calendars this user may write events to, by name. Raises ServerTrouble."""
        found: list[Calendar] = []
        for start in (self.address, urljoin(self.address, WELL_KNOWN)):
            homes = self._homes(start)
            for home in homes:
                found += [each for each in self._calendars_at(home) if each not in found]
            if found or homes:
                break
        if not found:
            raise NotACalendarServer(self.host)
        return sorted(found[:MOST_CALENDARS], key=lambda each: (each.name.casefold(), each.url))

    def _homes(self, start: str) -> list[str]:
        """Where to look for calendars: the user's home, found by way of the principal (RFC 5397; RFC 4791, 6.2.1)."""
        wanted = [f"{_DAV}current-user-principal", f"{_DAV}resourcetype", f"{_CAL}calendar-home-set"]
        rows = self._client.properties(start, wanted, must=start == self.address and None)
        if not rows:
            return []
        values = rows[0][1]
        if f"{_CAL}calendar" in _tags(values.get(f"{_DAV}resourcetype")):
            return [start]
        homes = _hrefs(values.get(f"{_CAL}calendar-home-set"))
        for principal in [] if homes else _hrefs(values.get(f"{_DAV}current-user-principal")):
            for _href, found in self._client.properties(urljoin(start, principal), wanted[2:]):
                homes += _hrefs(found.get(f"{_CAL}calendar-home-set"))
        return [urljoin(start, home) for home in homes]

    def _calendars_at(self, home: str) -> list[Calendar]:
        wanted = [
            f"{_DAV}resourcetype",
            f"{_DAV}displayname",
            f"{_DAV}current-user-privilege-set",
            f"{_CAL}supported-calendar-component-set",
        ]
        found = []
        for href, values in self._client.properties(home, wanted, depth=1):
            if f"{_CAL}calendar" in _tags(values.get(f"{_DAV}resourcetype")) and _takes_events(values):
                url = urljoin(home, href)
                name = str(values.get(f"{_DAV}displayname") or "").strip() or path_of(url).rstrip("/").split("/")[-1]
                found.append(Calendar(url if url.endswith("/") else f"{url}/", shortened(name)))
        return found

    def etags(self, calendar: str) -> dict[str, str]:
        """The ETag of everything in a calendar, by path; empty where the server gives none. Raises ServerTrouble."""
        rows = self._client.properties(calendar, [f"{_DAV}getetag"], depth=1, must=True)
        return {path_of(href): str(values.get(f"{_DAV}getetag") or "") for href, values in rows}

    def create(self, calendar: str, uid: str, content: bytes) -> tuple[str, str]:
        """Put a new resource there; returns where it lies and its ETag. Raises ChangedThere where one lies there."""
        href = path_in(calendar, uid)
        return href, self._put(href, content, {"If-None-Match": "*"})

    def change(self, href: str, etag: str, content: bytes) -> str:
        """Write over the resource if it is still the one of this ETag; returns the new one.

        Raises ChangedThere, NotThere and other ServerTrouble.
        """
        return self._put(href, content, {"If-Match": etag})

    def _put(self, href: str, content: bytes, condition: dict[str, str]) -> str:
        headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
        answer = self._client.send("PUT", href, content.decode(), headers)
        etag = answer.get("ETag", "")
        # A server that keeps it otherwise than it came gives no ETag (RFC 4791, 5.3.4): ask for what it has made of it.
        return etag if etag and not etag.startswith("W/") else self.read(href).etag

    def remove(self, href: str, etag: str) -> None:
        """Remove the resource if it is still the one of this ETag. Raises ChangedThere, NotThere, ServerTrouble."""
        self._client.send("DELETE", href, "", {"If-Match": etag})

    def read(self, href: str) -> Held:
        """What lies there. Raises NotThere and other ServerTrouble."""
        answer = self._client.send("GET", href, "", {"Accept": "text/calendar"})
        return Held(answer.get("ETag", ""), self._client.content)


def _hrefs(value: Any) -> list[str]:
    """The addresses in a property's value, however the library gives it."""
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, dict):
        return [found for each in value.values() for found in _hrefs(each)]
    return [found for each in value for found in _hrefs(each)] if isinstance(value, list | tuple) else []


def _tags(value: Any) -> frozenset[str]:
    """The names of elements in a property's value."""
    return frozenset(map(str, value)) if isinstance(value, list | tuple | set | dict) else frozenset({str(value)})


def _takes_events(values: dict[str, Any]) -> bool:
    """Whether events may be written: what a server says nothing about is tried."""
    components, rights = (
        values.get(f"{_CAL}supported-calendar-component-set"),
        values.get(f"{_DAV}current-user-privilege-set"),
    )
    return (not components or "VEVENT" in _tags(components)) and (not rights or bool(_WRITES & _tags(rights)))
