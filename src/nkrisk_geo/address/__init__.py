"""The components of an address: which stretch of a text names the road, which the building, which the county.

    pieces ─▶ senses ─▶ divisions, numbers ─▶ chinese, romanized ─▶ parser

`divisions` labels the names that the gazetteer knows; `chinese` and `romanized` read what lies between them by its generic
words (路, 号, 大厦; ROAD, NO., BUILDING). `schemas` has the names of other schemas for our labels. Nothing is learnt from
labelled addresses.
"""
