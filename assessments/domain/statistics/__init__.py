"""What the answers of many people say about the questions. Pure: numbers in, numbers out; no Django, no database."""
