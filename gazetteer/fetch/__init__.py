"""Scripts that turn pinned upstream packages into the small tables of this folder. Run by hand, never by the library."""
