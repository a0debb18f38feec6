"""The programme: a project's record, its roles, its work packages with what has come of them; and the venues."""
