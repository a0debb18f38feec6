"""A new person or organisation: the fewest fields that make one; the rest is entered on its page."""

from PySide6.QtWidgets import QLineEdit, QWidget

from roundtables.terms import OrganisationKind
from roundtables.words import _
from ui.dialogs.form import FormDialog
from ui.widgets.codes import country_field
from ui.widgets.completion import complete_organisations
from ui.widgets.fields import Field, Form, choice_field, text_field
from ui.workspace import Workspace


class NewPersonDialog(FormDialog):
    """Name, address and organisation."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        form = Form(
            (
                text_field("first_name", _("First name")),
                text_field("last_name", _("Last name")),
                text_field("email", _("Email")),
                text_field("organisation", _("Organisation")),
            )
        )
        super().__init__(parent, _("New person"), form, _("Add person"))
        organisation = form.fields["organisation"].editor
        if isinstance(organisation, QLineEdit):
            complete_organisations(organisation, workspace)
        form.fields["first_name"].editor.setFocus()


class NewOrganisationDialog(FormDialog):
    """All that is known of an organisation."""

    def __init__(self, parent: QWidget) -> None:
        form = Form(organisation_fields())
        super().__init__(parent, _("New organisation"), form, _("Add organisation"))
        form.fields["kind"].show_value(OrganisationKind.OTHER)
        form.fields["country"].show_value("")
        form.fields["name"].editor.setFocus()


def organisation_fields() -> tuple[Field, ...]:
    """The fields of an organisation, for its page and the dialog for a new one."""
    return (
        text_field("name", _("Organisation")),
        choice_field("kind", _("Kind"), [(kind, _(kind.label)) for kind in OrganisationKind]),
        text_field("city", _("City")),
        country_field(),
    )
