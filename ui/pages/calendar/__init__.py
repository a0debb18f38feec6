"""The calendar: a month, a week and a list by day."""
