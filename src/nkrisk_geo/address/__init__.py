"""The components of an address: which stretch names the road, the building, the county.

    text ─▶ engine ─▶ pieces ─▶ parser ─▶ forms, pinyin

The engine labels stretches of a text by the names that it reads and by the generic
words between them (路, 号, 大厦; ROAD, NO., BUILDING); `pieces` makes components of these.
`schemas` has the names of other schemas for our labels. Nothing is learnt from labelled
addresses.
"""
