"""The published handbook for other systems of the academy: read only, one language at a time (site/docs/api.md)."""
