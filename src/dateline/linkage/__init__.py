"""Groups the events of several reports that are one incident.

An *account* is an event as linking sees it: what one report tells of an incident. The way of accounts:

    events ──accounts──▶ rows ──blocking──▶ pairs ──comparisons──▶ bins ──scores──▶ links ──clusters──▶ incidents

Every step is a pure function over numpy arrays, so that a million accounts fit a laptop; what a pair is judged by is
a handful of named bins with a weight each (`data/linking/weights.yaml`), so that every link can be told in words.
"""
