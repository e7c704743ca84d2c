"""What turns docs/, the notebooks and the other pages of the repository into one website (`mkdocs.yml`)."""
