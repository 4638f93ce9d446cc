"""The handbook as a book: what it holds, how it is asked for, made, kept and thrown away."""
