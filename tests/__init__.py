"""The tests of Noaber; each folder has a README with what it is for."""
