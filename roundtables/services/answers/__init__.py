"""Answers in: matched to event and person, applied if newer; what is never done on its own waits for a decision."""
