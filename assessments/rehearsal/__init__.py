"""Simulated cadets: a plain client, what one cadet does, many at once, and whether what came of it is go or no-go."""
