"""What goes out: complete messages, against the least that the standard library does for one."""

import datetime as dt
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid

from measuring import Figure, Registers, ratio

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
MESSAGES = 1_000


def messages(_registers: Registers) -> list[Figure]:
    """From documents to bytes: the template filled in, the calendar made out to the guest, HTML, all of MIME."""
    from roundtables.formats.calendar.documents import CalendarEvent, Guest
    from roundtables.formats.calendar.invitation import prepare_invitation
    from roundtables.formats.mail.wording import compiled
    from roundtables.formats.mail.writing import Envelope, Letter, Mailbox, Writer
    from roundtables.services.post.templates import shipped
    from roundtables.terms import MessageKind

    wording = shipped(MessageKind.INVITATION, "fi")
    values = {
        "title": "Pyöreän pöydän keskustelu",
        "when": "tiistai 1.12.2026 klo 9.00–16.00",
        "place": "Snellmaninkatu 1, Helsinki",
        "link": "https://meet.example/round-table",
        "note": "Ohjelma tarkentuu viikkoa ennen. " * 10,
        "organiser": "Ohjelmatoimisto",
        "organiser_email": "office@ministry.example",
        "name": "",
    }
    event = CalendarEvent(
        uid="bench@roundtables.invalid",
        title=values["title"],
        starts=dt.datetime(2026, 12, 1, 9),
        ends=dt.datetime(2026, 12, 1, 16),
        timezone="Europe/Helsinki",
        place=values["place"],
        online_url=values["link"],
        description=values["note"],
        organiser_name=values["organiser"],
        organiser_email=values["organiser_email"],
    )
    guests = [Guest(f"Väinö Öhman {at}", f"g{at}@office.example") for at in range(MESSAGES)]
    sender = Mailbox(values["organiser"], values["organiser_email"])

    def ours() -> None:
        ready = compiled(wording.subject, wording.body, frozenset(values))
        prepared, writer = prepare_invitation(event, NOW), Writer(Envelope(sender, None, NOW))
        for at, guest in enumerate(guests):
            subject, body = ready.fill(values | {"name": guest.name})
            letter = Letter(
                Mailbox(guest.name, guest.email),
                subject,
                body,
                "fi",
                f"<{at}@ministry.example>",
                calendar=prepared.for_guest(guest),
                method="REQUEST",
            )
            writer.write(letter).encode("ascii")

    _subject, text = compiled(wording.subject, wording.body, frozenset(values)).fill(values)

    def plain() -> None:
        for guest in guests:
            message = EmailMessage()
            message["From"] = formataddr((sender.name, sender.address))
            message["To"] = formataddr((guest.name, guest.email))
            message["Subject"] = f"Kutsu: {values['title']}"
            message["Date"] = format_datetime(NOW)
            message["Message-ID"] = make_msgid(domain="ministry.example")
            message.set_content(text)
            message.as_bytes()

    return [Figure("1,000 invitations by mail : the standard library writing plain ones", ratio(ours, plain, 3), 4.0)]


ALL = (messages,)
