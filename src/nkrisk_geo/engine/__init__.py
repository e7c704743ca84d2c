"""The door to the compiled engine: records in, decisions out, as numbers.

`engine` loads the tables of a gazetteer once; `texts`, `reader` and `items` hand over what is
to be read and read it; `decisions` is one decision, `batches` and `batch_decisions` are many.
Nothing here has words for people. In comes: what mirrors `engine.h`.
"""
