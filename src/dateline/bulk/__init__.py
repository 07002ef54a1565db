"""Coding and linking of archives on Ray Data: an adapter, over the same stages and services as every other face."""
