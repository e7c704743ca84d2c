"""What a search with the terms of zones finds, misses and over-catches."""
