"""The caldav library's client, fenced in: one host, few redirects, answers of bounded size, TLS verified."""

import logging
import os
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import niquests
from caldav.davclient import DAVClient
from caldav.lib.error import AuthorizationError, DAVError, RateLimitError
from caldav.response import DAVResponse

from roundtables.transport import caldav as words

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 10, 30, 120
MOST_BYTES = 50 * 1024 * 1024
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 307, 308})
CHUNK = 64 * 1024
RIGHTS = "{DAV:}current-user-privilege-set"
# What the library logs quotes what servers send: events, with whom they name.
logging.getLogger("caldav").setLevel(logging.CRITICAL)


class _Session(niquests.Session):
    """Follows nothing by itself and reads no more than there may be: netrc files and certificate lists of third
    parties are left alone."""

    def __init__(self, url: str) -> None:
        super().__init__(disable_http3=True, revocation_configuration=None)
        self.trust_env = False
        if not proxy_bypass(urlsplit(url).hostname or ""):
            self.proxies = getproxies()

    def request(self, method: Any, url: str, **options: Any) -> Any:  # type: ignore[override]  # passed through
        began = time.monotonic()
        answer = super().request(method, url, **options, allow_redirects=False, stream=True)
        parts: list[bytes] = []
        size = 0
        for part in answer.iter_content(CHUNK):
            size += len(part)
            if size > MOST_BYTES or time.monotonic() - began > WHOLE_SECONDS:
                answer.close()
                raise niquests.exceptions.ReadTimeout
            parts.append(part)
        answer._content = b"".join(parts)  # noqa: SLF001 - as the library itself does after reading
        return answer


class Client(DAVClient):
    """Sends requests for `transport.caldav.Server` and says in words what went wrong."""

    def __init__(self, address: str, user: str, secret: str) -> None:
        super().__init__(
            address,
            username=user,
            password=secret,
            # Whoever keeps certificates of their own names them so to every program that speaks TLS.
            ssl_verify_cert=os.environ.get("SSL_CERT_FILE") or True,
            enable_rfc6764=False,
        )
        self.session.close()
        self.session = _Session(address)
        self.timeout: Any = (CONNECT_SECONDS, READ_SECONDS)
        self._origin = words.origin(address)
        self._host = urlsplit(address).hostname or ""
        self.content = b""
        """What the last answer brought."""

    def request(
        self,
        url: str,
        method: str = "GET",
        body: str = "",
        headers: Mapping[str, str] | None = None,
        rate_limit_time_slept: float = 0,  # noqa: ARG002 - the library's signature; a busy server is left in peace
    ) -> DAVResponse:
        """Every request of the library goes this way. Raises ServerTrouble; redirects stay on the host, and are few."""
        place = urljoin(str(self.url), str(url))
        for _hop in range(MOST_REDIRECTS):
            if words.origin(place) != self._origin:
                raise words.Elsewhere(self._host, place)
            answer = self._once(place, method, body, headers)
            if answer.status not in REDIRECTS or not answer.headers.get("Location"):
                return answer
            place = urljoin(place, answer.headers["Location"])
        raise words.Elsewhere(self._host, place)

    def _once(self, place: str, method: str, body: str, headers: Mapping[str, str] | None) -> DAVResponse:
        try:
            return self._sync_request(place, method, body, headers or {})
        except AuthorizationError as error:
            raise self._not_authorised(error) from None
        except RateLimitError:
            raise words.ServerRefused(self._host, 503) from None
        except niquests.exceptions.SSLError:
            raise words.CertificateWrong(self._host) from None
        except (niquests.exceptions.RequestException, OSError) as error:
            raise self._not_reached(error) from None
        except (DAVError, SyntaxError, ValueError, AssertionError) as error:
            raise words.ServerRefused(self._host, getattr(error, "status", None) or 502) from None

    def _not_authorised(self, error: AuthorizationError) -> words.ServerTrouble:
        if error.status == 401:
            return words.WrongPassword(self._host)
        return self._refusal(403, error.preconditions)

    def _not_reached(self, error: Exception) -> words.ServerTrouble:
        """A certificate that can't be trusted may come wrapped in an error of the connection."""
        chain: BaseException | None = error
        while chain is not None:
            if "CERTIFICATE_VERIFY" in str(chain) or "certificate" in type(chain).__name__.lower():
                return words.CertificateWrong(self._host)
            chain = chain.__cause__ or chain.__context__
        return words.ServerNotThere(self._host)

    def send(self, method: str, href: str, body: str, headers: dict[str, str]) -> Mapping[str, str]:
        """One request for a resource; returns the headers of the answer. Raises ServerTrouble."""
        answer = self.request(href, method, body, headers)
        if answer.status >= 300:
            from caldav.lib.error import parse_preconditions

            raise self._refusal(answer.status, parse_preconditions(_raw(answer)), method, href)
        self.content = _raw(answer)
        return answer.headers  # type: ignore[no-any-return]  # a mapping of texts

    def _refusal(self, status: int, conditions: list[str], method: str = "", href: str = "") -> words.ServerTrouble:
        reasons = {condition.partition("}")[2] for condition in conditions}
        if status in (507, 413) or "quota-not-exceeded" in reasons:
            return words.QuotaFull(self._host)
        if "no-uid-conflict" in reasons:
            return words.NameTaken()
        if status == 412:
            return words.ChangedThere()
        if status in (404, 409, 410):
            return words.CalendarGone(href.rpartition("/")[0]) if method == "PUT" else words.NotThere()
        return words.NotAllowed(self._host) if status in (403, 405) else words.ServerRefused(self._host, status)

    def properties(
        self, url: str, wanted: list[str], *, depth: int = 0, must: bool | None = True
    ) -> list[tuple[str, dict[str, Any]]]:
        """These properties of what lies there. Where nothing does: CalendarGone if it must, else none."""
        answer = self.propfind(url, _question(wanted), depth)
        if answer.status == 207:
            results = getattr(answer, "results", None) or []
            rights = _rights(answer)
            return [(each.href, {**each.properties, RIGHTS: rights.get(each.href)}) for each in results]
        if not must and answer.status < 500:
            return []
        raise words.CalendarGone(url) if answer.status in (404, 409, 410) else self._refusal(answer.status, [])


def _question(wanted: list[str]) -> str:
    """The body of a PROPFIND: the library's own leaves out the properties it does not know."""
    names = (name[1:].partition("}")[::2] for name in wanted)
    properties = "".join(f'<{name} xmlns="{space}"/>' for space, name in names)
    return f'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop>{properties}</prop></propfind>'


def _rights(answer: DAVResponse) -> dict[str, list[str]]:
    """What this user may do with each resource (RFC 3744, 5.4), which the library passes over."""
    found = {}
    tree: Any = answer.tree
    for response in tree.iter("{DAV:}response") if tree is not None else ():
        href = unquote(response.findtext("{DAV:}href") or "")
        granted = response.iterfind(f".//{RIGHTS}/{{DAV:}}privilege/*")
        found[href] = [privilege.tag for privilege in granted]
    return found


def _raw(answer: DAVResponse) -> bytes:
    content = answer._raw  # noqa: SLF001 - the bytes as they came: `raw` is a text with its line ends mended
    return content if isinstance(content, bytes) else str(content or "").encode()
