"""Who may see and do what: municipalities, regions, accounts and the Actor."""
