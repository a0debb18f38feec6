"""Translators, pure: values in, bytes out, and bytes in, proposals out. No session, no network, no clock."""
