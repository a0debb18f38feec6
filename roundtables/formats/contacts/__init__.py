"""Contacts: vCards coming in."""
