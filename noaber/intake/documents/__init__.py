"""Published programme chapters: from their text, or from the project's own format, to a Reading."""
