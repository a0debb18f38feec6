"""The report tab: empty, filled in, with feedback; the import of a survey; the sheet's dialog."""

from collections.abc import Callable
from typing import Any

COMMENTS = (
    "The hour with the police liaison was the most useful part of the day.",
    "More time for questions, please.",
    "Interpretation into Croatian worked well, but the sound in the back of the room was poor.",
)


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """The tab in its states and its dialogs."""
    from roundtables.formats.surveys.answers import Question, SurveyAnswers
    from roundtables.queries import events
    from roundtables.services import event_reports, surveys
    from roundtables.terms import QuestionKind, SurveyTool
    from ui.dialogs.survey import SurveyDialog
    from ui.links import Link

    comment, choice, rating = QuestionKind.COMMENT, QuestionKind.CHOICE, QuestionKind.RATING
    answers = SurveyAnswers(
        SurveyTool.FORMS,
        "Feedback on the study visit",
        11,
        (
            Question("How useful was the visit for your work?", rating, ((3, "", 1), (4, "", 4), (5, "", 6)), 1, 5),
            Question(
                "Which part should be longer?",
                choice,
                (
                    (None, "Discussion in groups", 6),
                    (None, "Presentations", 2),
                    (None, "Free time between the visits", 3),
                ),
            ),
            Question("What would you change?", comment, tuple((None, text, 1) for text in sorted(COMMENTS))),
        ),
        ("Start time", "Email", "Name"),
    )
    few = SurveyAnswers(SurveyTool.EUSURVEY, "Pilot", 3, answers.questions, ("Contribution ID",))
    workspace = window.workspace
    with workspace.read() as session:
        held, planned = events.key_of(session, "E2.7"), events.key_of(session, "E2.9")
    window.visit(Link("event", planned, "report"))
    save("report-1-empty")
    with workspace.change("Report") as session:
        event_reports.change(
            session,
            held,
            website="https://peer-action.example/zagreb",
            summary="Three days with the host authority: how hate crime is recorded, how victims are received, "
            "and how police, prosecution and support services work together.",
            women=8,
            men=3,
            gender_not_stated=1,
            evaluation="Participants found the visit useful; groups were asked to be given more time.",
        )
        surveys.take(session, held, answers, "a" * 64)
    window.visit(Link("event", held, "report"))
    save("report-2-filled")
    tab = window.current_page().tab("report")
    tab.verticalScrollBar().setValue(tab.verticalScrollBar().maximum())
    save("report-3-feedback")
    size = window.size()
    window.resize(900, 760)
    settle()
    tab.verticalScrollBar().setValue(0)
    save("report-4-narrow")
    tab.verticalScrollBar().setValue(tab.verticalScrollBar().maximum())
    save("report-5-narrow-below")
    window.resize(size)
    dialog = SurveyDialog(window, workspace, held)
    dialog.show()
    save("report-6-import-empty", dialog)
    dialog.show_answers("answers.xlsx", few, "b" * 64)
    save("report-7-import", dialog)
    dialog.close()
