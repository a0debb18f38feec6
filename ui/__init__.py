"""The windows: Qt, and nothing else knows Qt."""

from ui.reference_counts import keep_none

keep_none()
