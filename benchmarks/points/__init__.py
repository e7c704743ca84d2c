"""Packaged points, counties of points, and the border line, against what others worked out."""
