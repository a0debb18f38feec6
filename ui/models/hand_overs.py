"""What was given away and what is missing before it is, in people's words."""

from roundtables.queries.evidence import LACKING, Aspect, Check
from roundtables.queries.hand_overs import GivenRow
from roundtables.services.verifying import How, Inside, Verified
from roundtables.terms import HandOverKind
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.models.columns import Column, labels

SHOWN_OF_SUM = 12
"""So many of a check sum's 64 characters tell files apart at a glance."""


def since_in_words(row: GivenRow) -> str:
    """Whether the register says something else by now."""
    words = n_("{n} step since", "{n} steps since", row.steps_since)
    return words.format(n=formats.number(row.steps_since)) if row.steps_since else _("Unchanged")


GIVEN = (
    Column(N_("What"), lambda row: _(row.kind.label), "", 152, fits=labels(HandOverKind)),
    Column(N_("Of"), lambda row: row.reference or _("All events"), "", 64),
    Column(N_("For"), lambda row: row.for_whom, "", 96),
    Column(N_("When"), lambda row: formats.local(row.at), "", 152),
    Column(N_("By"), lambda row: row.by, "", 64),
    Column(N_("File"), lambda row: row.file_name, "", 128, stretch=True),
    Column(N_("Check sum"), lambda row: row.sha256[:SHOWN_OF_SUM], "", 112),
    Column(N_("In the register"), since_in_words, "", 128),
)


def check_in_words(check: Check) -> str:
    """What a line of the checklist says of what is there or missing."""
    if check.fine:
        return _(check.aspect.label)
    lacking = _(LACKING[check.aspect])
    if check.of and check.missing < check.of:
        lacking = PARTLY[check.aspect](check.of).format(n=formats.number(check.missing), of=formats.number(check.of))
    return _("{what}: {lacking}").format(what=_(check.aspect.label), lacking=lacking)


PARTLY = {
    Aspect.ATTENDANCE: lambda of: n_("{n} of {of} mark open", "{n} of {of} marks open", of),
    Aspect.PROOF: lambda of: n_("{n} of {of} slot without", "{n} of {of} slots without", of),
    Aspect.INVOICES: lambda of: n_("{n} of {of} missing", "{n} of {of} missing", of),
    Aspect.CONTENTS: lambda of: n_("{n} of {of} missing", "{n} of {of} missing", of),
}
"""What is said where some are there."""


def verified_in_words(found: Verified) -> str:
    """What a file is to the register, in a sentence."""
    words = {
        How.HANDED_OVER: _("This file was handed over for {reference} and is unchanged."),
        How.IN_PACK: _("This file is of {pack}, which was handed over for {reference}, and is unchanged."),
        How.CERTIFICATE: _("This is certificate {number} for {reference}, unchanged since it was given out."),
        How.ATTACHED: _("This file is attached to {reference} as “{kind}”, unchanged. It was not handed over itself."),
        How.UNKNOWN: _("This file was not handed over from this register, or it has been changed since."),
    }[found.how]
    kind = _(found.kind.label) if found.kind else ""
    return words.format(
        reference=formats.shown(found.reference), pack=formats.shown(found.pack), number=found.number, kind=kind
    )


def since_verified(found: Verified) -> str:
    """Whether the register says something else by now; nothing of a file that was not handed over."""
    if found.how not in (How.HANDED_OVER, How.IN_PACK):
        return ""
    words = n_(
        "In the register, {n} step since. The file is of the state before.",
        "In the register, {n} steps since. The file is of the state before.",
        found.steps_since,
    )
    number = formats.number(found.steps_since)
    return words.format(n=number) if found.steps_since else _("Nothing has changed in the register since.")


def _listed(line: Inside) -> str:
    return _("As its list says") if line.as_listed else _("Not as its list says")


def _known(line: Inside) -> str:
    return {
        How.HANDED_OVER: _("Handed over"),
        How.IN_PACK: _("In a pack that was handed over"),
        How.ATTACHED: _("Attached to an event"),
        How.CERTIFICATE: _("Certificate that was given out"),
        How.UNKNOWN: _("Not known here"),
    }[line.how]


INSIDE = (
    Column(N_("File"), lambda line: line.name, "", 280, stretch=True),
    Column(N_("In the zip"), _listed, "", 168),
    Column(N_("In the register"), _known, "", 216),
)
