"""Small worlds for tests: each function writes one thing with sensible values and answers with what a test needs."""
