"""What every subject stands on: documents, files, evidence, findings."""
