"""Answers to feedback surveys, as EUSurvey, Webropol and Microsoft Forms export them."""
