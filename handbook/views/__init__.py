"""The screens of the handbook, a module a matter; those under /cms/ among them."""
