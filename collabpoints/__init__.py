"""collabpoints: a public agency thanks its own people with notes and collaboration points (협업포인트)."""
