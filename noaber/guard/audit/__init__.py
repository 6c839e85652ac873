"""Who looked at records about persons, for what, and how many: lines in a database of their own.

A line is there before the answer is given: where it cannot be written, nothing is shown. A job seals
lines in batches; each seal holds the one before it, so that a line that was changed, added or taken
away later shows.
"""
