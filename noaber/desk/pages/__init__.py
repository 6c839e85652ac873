"""The screens behind the sign-in: each module one subject, each view fetches, and renders."""
