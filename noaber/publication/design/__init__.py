"""How Noaber looks and words itself: one template environment, number formats, charts, themes."""
