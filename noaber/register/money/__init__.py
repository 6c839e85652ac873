"""Amounts on all their axes."""
