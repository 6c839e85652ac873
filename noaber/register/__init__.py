"""What is registered: a record of what was decided, agreed, promised and what happened."""
