"""The words of the standard's codes for screens about care."""
