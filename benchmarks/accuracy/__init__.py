"""How often answers are right and what their probabilities are worth: addresses, hard cases, whole records, spans."""
