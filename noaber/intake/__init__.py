"""Bytes in, records and findings out. Pure: no Django, no database, no network, no clock."""
