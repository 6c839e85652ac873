"""Iv3 (Informatie voor derden) as data: codes, grey cells and controls of each year since 2017."""
