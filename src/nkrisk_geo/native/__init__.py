"""The compiled library and how Python hands it memory.

Here: finding and loading it, its functions with their types, arrays and locks for it, threads
that call it, and operations on segments of arrays. Nothing here knows an address. In comes:
what every caller of C needs.
"""
