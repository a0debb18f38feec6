"""The headless companion: everything but looking, from a command line."""
