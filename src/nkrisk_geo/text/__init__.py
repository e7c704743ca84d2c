"""Characters: a text as it came, and the same in one writing.

Here: the normalizer and its form for whole columns, marks and mojibake, postcodes and
registration numbers as they are written. Nothing here knows a place. In comes: whatever treats
a text alike wherever it is from.
"""
