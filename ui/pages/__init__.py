"""One module or folder a place."""
