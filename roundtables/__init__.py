"""The register of workshops, study visits and round-tables: imports no Qt, runs without a screen."""

__version__ = "0.4.0"
