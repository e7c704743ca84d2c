"""The components of an address: which stretch of a text names the road, which the building, which the county.

    pieces ─▶ divisions ─▶ chinese, romanized

`divisions` labels the names that the gazetteer knows; `chinese` and `romanized` read what lies between them by its
generic words (路, 号, 大厦; ROAD, NO., BUILDING). Nothing here is learnt from labelled addresses.
"""
