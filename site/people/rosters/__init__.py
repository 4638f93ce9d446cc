"""Lists of people as the academy has them, read: which column is what, and what each line says. Knows no database."""
