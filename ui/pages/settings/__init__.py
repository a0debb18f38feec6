"""What is chosen for this workstation: language and look, new events, keys, and what keeps the register safe."""
