"""The website: what mkdocs calls while it builds, notebooks that are run, examples of docstrings as code."""
