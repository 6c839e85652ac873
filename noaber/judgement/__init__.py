"""Results in, a statement with its uncertainty out. Never sees a person, a database or Django."""
