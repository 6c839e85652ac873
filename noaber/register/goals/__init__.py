"""The goal tree, indicators and their printed values."""
