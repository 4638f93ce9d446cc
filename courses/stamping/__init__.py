"""Certificates by the thousand: a sheet is laid out once (`mould`), and each certificate stamped into it (`stamp`)."""
