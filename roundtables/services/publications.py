"""Which calendars are kept current elsewhere: on a server or in a file; a project's events, or all."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Invalid, NothingThere
from roundtables.model import Project, Publication
from roundtables.terms import PublicationKind
from roundtables.words import _

if TYPE_CHECKING:
    from roundtables.transport.caldav import Calendar


class AlreadyPublished(Invalid):
    field = "address"

    def __init__(self) -> None:
        super().__init__(_("Events are published there already. Nothing was changed; remove that one first."))


class NotAFolder(Invalid):
    field = "address"

    def __init__(self, folder: Path) -> None:
        super().__init__(_("There is no folder {folder}. Choose one that is there.").format(folder=folder))


def add_server(session: Session, address: str, user: str, project_id: int | None = None) -> Publication:
    """Publish to the calendar on a server that has this address; its secret is kept by `transport.secrets`.

    Raises NotAServerAddress, AddressNotSecure, AlreadyPublished, NothingThere.
    """
    return _add(session, PublicationKind.SERVER, check_address(address), user.strip(), project_id)


def add_file(session: Session, path: Path, project_id: int | None = None) -> Publication:
    """Publish to an .ics file, which is made when it is published first. Raises NotAFolder, AlreadyPublished."""
    path = path if path.suffix.casefold() == ".ics" else path.with_name(f"{path.name}.ics")
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links are left as they are
    if not path.parent.is_dir():
        raise NotAFolder(path.parent)
    return _add(session, PublicationKind.FILE, str(path), "", project_id)


def _add(session: Session, kind: PublicationKind, address: str, user: str, project_id: int | None) -> Publication:
    if session.scalar(select(Publication.id).where(Publication.address == address)) is not None:
        raise AlreadyPublished
    if project_id is not None and session.get(Project, project_id) is None:
        raise NothingThere
    made = Publication(kind=kind, address=address, user=user, project_id=project_id)
    session.add(made)
    session.flush()
    return made


def check_address(text: str) -> str:
    """The address of a server as it is kept. Raises NotAServerAddress, AddressNotSecure."""
    from roundtables.transport import caldav

    return caldav.check_address(text)


def find_calendars(address: str, user: str, secret: str) -> "list[Calendar]":
    """The calendars on a server that this user may write to. Takes a while. Raises Invalid errors, ServerTrouble."""
    from roundtables.transport.caldav import Server

    with Server(address, user.strip(), secret) as server:
        return server.calendars()


def keep_secret(address: str, user: str, secret: str) -> bool:
    """Keep the password of a publication; returns whether it outlasts the program."""
    from roundtables.transport import secrets

    return secrets.keep(address, user.strip(), secret)


def knows_secret(address: str, user: str) -> bool:
    """Whether the password of a publication is kept."""
    from roundtables.transport import secrets

    return secrets.secret(address, user) is not None


def forget_secret(address: str, user: str) -> None:
    """Forget the password of a publication that is there no more."""
    from roundtables.transport import secrets

    secrets.forget(address, user)


def remove(session: Session, publication_id: int) -> None:
    """Publish there no more. What lies there stays; `publishing.withdraw` removes it before."""
    session.delete(get(session, publication_id))


def get(session: Session, publication_id: int) -> Publication:
    """The publication with this key. Raises NothingThere."""
    found = session.get(Publication, publication_id)
    if found is None:
        raise NothingThere
    return found
