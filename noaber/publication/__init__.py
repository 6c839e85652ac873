"""An Edition in, pages and data out. Renders and computes nothing; asks nobody."""
