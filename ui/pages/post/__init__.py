"""The post: what goes out, what waits for a decision, what came in."""
