"""Django's words that have no Tajik, or a Tajik that we say otherwise: dates, form errors, passwords."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

# Packed, not one a line: a list to be searched, not read.
# fmt: off

CONF = (
    pgettext_lazy("alt. month", "January"), pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"), pgettext_lazy("alt. month", "April"), pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "June"), pgettext_lazy("alt. month", "July"), pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"), pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"), pgettext_lazy("alt. month", "December"), _("January"), _("February"),
    _("March"), _("April"), _("May"), _("June"), _("July"), _("August"), _("September"), _("October"),
    _("November"), _("December"), pgettext_lazy("abbrev. month", "Jan."), pgettext_lazy("abbrev. month", "Feb."),
    pgettext_lazy("abbrev. month", "March"), pgettext_lazy("abbrev. month", "April"),
    pgettext_lazy("abbrev. month", "May"), pgettext_lazy("abbrev. month", "June"),
    pgettext_lazy("abbrev. month", "July"), pgettext_lazy("abbrev. month", "Aug."),
    pgettext_lazy("abbrev. month", "Sept."), pgettext_lazy("abbrev. month", "Oct."),
    pgettext_lazy("abbrev. month", "Nov."), pgettext_lazy("abbrev. month", "Dec."), _("Monday"), _("Tuesday"),
    _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"), _("Mon"), _("Tue"), _("Wed"), _("Thu"),
    _("Fri"), _("Sat"), _("Sun"), ngettext_lazy("%(num)d year", "%(num)d years"),
    ngettext_lazy("%(num)d month", "%(num)d months"), ngettext_lazy("%(num)d week", "%(num)d weeks"),
    ngettext_lazy("%(num)d day", "%(num)d days"), ngettext_lazy("%(num)d hour", "%(num)d hours"),
    ngettext_lazy("%(num)d minute", "%(num)d minutes"), _("Tajik"), _("Enter a valid value."),
    _("Enter a valid URL."), _("Enter a valid email address."),
    _("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    _("Enter a number."),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s digit before the decimal point.",
        "Ensure that there are no more than %(max)s digits before the decimal point.",
    ),
    _("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."),
    _("%(model_name)s with this %(field_labels)s already exists."),
    _("%(model_name)s with this %(field_label)s already exists."), _("Value %(value)r is not a valid choice."),
    _("This field cannot be null."), _("This field cannot be blank."), _("Enter a whole number."),
    _("Enter a valid date."), _("Enter a valid time."), _("Enter a valid date/time."), _("Enter a valid duration."),
    _("No file was submitted."), _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
    ngettext_lazy(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
    ),
    _("Please either submit a file or check the clear checkbox, not both."),
    _("Upload a valid image. The file you uploaded was either not an image or a corrupted image."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."), _("Enter a list of values."),
    _("Enter a complete value."), _("Enter a valid JSON."), _("(Hidden field %(name)s) %(error)s"),
    _(
        "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You may need "
        "to file a bug report if the issue persists.",
    ),
    ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms."),
    ngettext_lazy("Please submit at least %(num)d form.", "Please submit at least %(num)d forms."), _("Order"),
    _("Please correct the duplicate data for %(field)s."), _("Please correct the duplicate values below."),
    _("Currently"), _("Change"), _("Unknown"), _("yes,no,maybe"), ngettext_lazy("%(size)d byte", "%(size)d bytes"),
    _("That page contains no results"), _("That page number is not an integer"),
    _("That page number is less than 1"), _("“%(pk)s” is not a valid value."),
)

AUTH = (
    _("Enter the same password as before, for verification."), _("The two password fields didn’t match."),
    _("Please enter a correct %(username)s and password. Note that both fields may be case-sensitive."),
    _("This account is inactive."), _("New password"), _("New password confirmation"), _("Old password"),
    _("Your old password was entered incorrectly. Please enter it again."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
    _("The password is too similar to the %(verbose_name)s."),
    _("Your password can’t be too similar to your other personal information."), _("This password is too common."),
    _("Your password can’t be a commonly used password."), _("This password is entirely numeric."),
    _("Your password can’t be entirely numeric."), _("Password changed successfully."), _("username"),
    _("last login"), _("date joined"), _("superuser status"), _("user permissions"), _("users"),
    _("Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."),
)
