"""Noaber: one chain from what is registered to what a council reads."""

__version__ = "0.1.0"
