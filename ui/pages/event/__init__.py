"""An event's own page: head with what can be done, and a tab for each side of it."""
