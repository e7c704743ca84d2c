"""The facts as objects: units, names, zones, codes; the data files, their checks, the judgement.

`gazetteer` is the door for those who load one; `compiler` makes the
tables of the engine from the facts. Nothing here has seen a text.
In comes: a fact, its source, and what follows from facts alone.
"""
