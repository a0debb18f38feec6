"""The check-in at the door: a window of its own that shows nothing of the register but what the entrance needs."""
