"""Kinds of files and encodings, and runs that are killed."""
