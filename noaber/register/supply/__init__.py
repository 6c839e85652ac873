"""What the municipality buys: providers, care products, contracts and tariffs, all dated."""
