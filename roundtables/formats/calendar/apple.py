"""What Apple's calendars write in their own way: guests by their place on a server, comments under another name."""

from collections.abc import Mapping

COMMENT = "X-CALENDARSERVER-PRIVATE-COMMENT"
"""What the guest writes to the organiser (Calendar Server, caldav-privatecomments)."""


def address_beside(params: Mapping[str, str]) -> str:
    """The e-mail address where the value is `urn:uuid:…` or `/principal/…` (RFC 7986, 6.2 took the parameter over)."""
    return params.get("EMAIL") or params.get("X-CALENDARSERVER-EMAIL", "")
