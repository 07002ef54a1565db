"""Fitting of the weights that choose the sides of events."""
