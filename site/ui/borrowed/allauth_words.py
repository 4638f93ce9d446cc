"""Sentences of signing in, of the second factor and of recovery codes."""

from django.utils.translation import gettext_noop as _

# Packed, not one a line: a list to be searched, not read.
# fmt: off

SIGNING_IN = (
    _("Incorrect code."), _("Invalid or expired key."), _("The email address is not assigned to any user account."),
    _("Please select only one."), _("The new value must be different from the current one."), _("Accounts"),
    _("Email address"), _("You must type the same password each time."), _("Forgot your password?"),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."), _("Recovery codes"),
    _("TOTP Authenticator"), _("Authenticator code"), _("Two-Factor Authentication"),
)
