"""Fitting of the evidence's weights to labelled addresses. `fit` is the command, `settlement` where firms are."""
