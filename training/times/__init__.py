"""Fitting of the weights that choose the time of a record."""
