"""Messages between a municipality and its providers (iWmo, iJw): bytes in, tables and findings out, and back.

One description per release, as data (`v3_2/`): schema, reader, checks, writer, test messages and the reference
pages follow from it. Pure: no Django, no database, no network, no clock.
"""
