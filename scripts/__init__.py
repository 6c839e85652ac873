"""What builds and checks the project itself; never imported by it."""
