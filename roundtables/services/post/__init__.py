"""Messages out: what they say, the outbox they wait in, and the rules by which reminders come."""
