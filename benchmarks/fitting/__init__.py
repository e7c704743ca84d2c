"""Fitting of the evidence's weights to labelled addresses. `benchmarks/fit.py` is the command."""
