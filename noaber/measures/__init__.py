"""Definitions as data, the engine that runs them on facts, and results. Knows no Django."""
