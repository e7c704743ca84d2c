"""From the reviewable tables of this folder to the compiled gazetteer inside the package."""
