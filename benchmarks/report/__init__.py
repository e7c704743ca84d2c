"""How numbers are shown: tables, pages with marks between which they stand, pictures of the documentation."""
