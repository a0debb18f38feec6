"""Qt item models over rows that came whole."""
