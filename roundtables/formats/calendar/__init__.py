"""iCalendar: invitations one guest at a time, and whole calendars (RFC 5545, 5546, 6868, 7986)."""
