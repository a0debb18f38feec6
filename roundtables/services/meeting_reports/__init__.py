"""Attendance from the report of a meeting tool: whose line each is, how long they were there, and taking it over."""
