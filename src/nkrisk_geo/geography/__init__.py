"""Where things lie: the border, distances to it, datums, and which unit a point is in.

`line` and `measure` are geometry, `border` and `reverse` answer questions about the
earth. Nothing here reads a text. In comes: geometry and what is asked of a point.
"""
