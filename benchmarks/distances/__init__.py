"""What is said about distance, against points that are known."""
