"""The rules, pure Python: no web, no database, no clock."""
