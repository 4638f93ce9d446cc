"""Certificates by the thousand: a sheet is laid out once (`mould`), and each certificate is stamped into it (`stamp`)."""
