"""What may be typed: shape only. Choices are handed in by the view; rules live in `domain/`."""
