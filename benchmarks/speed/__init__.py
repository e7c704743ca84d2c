"""How fast the answers come, what decides it, and what they take in memory."""
