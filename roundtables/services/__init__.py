"""What an organiser does. A service takes a session and values, returns what it made, raises expected errors, and
never commits: the caller owns the transaction."""
