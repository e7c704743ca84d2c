"""What is measured on: the labelled addresses where there are some, and texts that are made."""
