"""A municipality of people who don't exist, from a seed: facts to count and messages to exchange.

Columns, not objects: every step is a pure function from numpy arrays and a stream of chance to numpy arrays.
"""
