"""Other programs on the same texts: what they answer, and how fast."""
