"""Fitting of the weights that choose the place of a record."""
