"""The windows: Qt, and nothing else knows Qt."""
