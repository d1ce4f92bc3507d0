"""Values to text and files and back, pure: tables, dates, numbers."""
