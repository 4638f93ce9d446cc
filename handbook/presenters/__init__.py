"""The handbook as pages show it."""
