"""Dialogs: they take values and give values; none of them saves."""
