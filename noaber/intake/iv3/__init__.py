"""Iv3 deliveries of a municipality to CBS: JSON in, a record and findings out, and back.

Pure: no Django, no database, no network, no clock.
"""
