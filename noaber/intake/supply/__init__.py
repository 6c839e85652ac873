"""A municipality's own list of prices, as CSV or workbook: who may deliver what, for how much, from when."""
