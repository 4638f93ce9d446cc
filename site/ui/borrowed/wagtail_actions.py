"""What Wagtail says after an action, in its views, menus and tables."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# Packed, not one a line: a list to be searched, not read.
# fmt: off

ACTIVE_FILTERS = (
    _("any"), _("%(range_start)s - %(range_end)s"),
)

AUTH = (
    _("Sorry, you do not have permission to access this area."),
    _("You do not have permission to access the admin."),
)

COMPARE = (
    _("None"),
)

FILTERS = (
    _("Date from"), _("Date to"), _("Minimum"), _("Maximum"), _("Locale"), _("All"), _("Usage count"),
    _("Collection"), _("Tag"), _("Filter by up to ten most popular tags."),
)

PAGINATOR = (
    _("item"), _("items"),
)

NOT_FOUND = (
    _("Error 404: Page not found"), _("Error 404"), _("The requested page could not be found."),
    _("Go to Wagtail admin"),
)

ACCOUNT = (
    _("More actions"), _("Upload a profile picture:"), _("Reset to default"), _("Default avatar"),
)

BASE = (
    _("Sidebar"), _("Go to the first error"),
)

BULK_ACTIONS = (
    _("Go back"), _("Bulk actions"), _("Select"), _("Select row"), _("Select all"),
)

COLLECTIONS = (
    _("Privacy"), _("Public"), _("Private"), _("Change privacy"),
)

LOGIN = (
    _("Sign in"),
)

PAGE_PRIVACY = (
    _("Changing the privacy for this page has been disabled."),
)

SKELETON = (
    _(
        "JavaScript is required to use Wagtail, but it is currently disabled.<br /> Here are the <a "
        "href=\"https://www.enable-javascript.com/\" target=\"_blank\" rel=\"noreferrer\">instructions how to "
        "enable JavaScript in your web browser</a>.",
    ),
    _("Skip to main content"),
)

TABLES = (
    _("Item %(index)s of %(total)s"), _("Disable custom ordering"), _("Sort"), _("Enable custom ordering"),
)

USERBAR = (
    _("Checks"), _("Warnings"), _("Add a child page"), _("Show in Explorer"), _("Button text is empty"),
    _("Use meaningful text for screen reader users"), _("Empty heading found"), _("Table header text is empty"),
    _("Incorrect heading hierarchy"), _("Avoid skipping levels"), _("Link text is empty"),
    _("Misusing paragraphs as headings"), _("Use proper heading tags"),
    _("Image alt text has inappropriate pattern"), _("Use meaningful text"), _("Empty frame title found"),
    _("Use a meaningful title for screen reader users"), _("Input button text is empty"),
    _("Meta description is empty"), _("Add a concise description for search engines"),
)

TEMPLATETAGS = (
    _("More"), _("More bulk actions"), _("0 minutes"), _("just now"), _("%(time_period)s ago"),
    _("at %(time)s by %(user_display_name)s"), _("at %(time)s"), _("%(time)s by %(user_display_name)s"),
    _("%(time_period)s ago by %(user_display_name)s"), _("Log out"), _("Changes requested %(finished_at)s"),
    _("Sent to %(task_name)s %(started_at)s"), _("%(status_display)s %(task_name)s %(started_at)s"),
    _("Application"), _("Show keyboard shortcuts"), _("Toggle sidebar"), _("Toggle minimap"),
    _("Close modal dialogs (like this one)"), _("Save changes"), _("Add or show comments"), _("Text editing"),
    _("Cut"), _("Paste"), _("Paste and match style"), _("Paste without formatting"), _("Undo"), _("Redo"),
    _("Text formatting"), _("Insert or edit a link"), _("Bold"), _("Italic"), _("Monospace (code)"),
    _("Strike-through"), _("Superscript"), _("Subscript"),
)

UI = (
    _("Toggle status"), ngettext_lazy("Referenced %(count)s time", "Referenced %(count)s times"),
    _("Toggle comments"), _("Comments"), _("Toggle checks"), _("Toggle preview"), _("(blank)"),
    _("Sort by '%(label)s' in ascending order."), _("Sort by '%(label)s' in descending order."),
    _("'%(page_title)s' has been moved successfully."),
    _("Sort the order of child pages within '%(parent)s' by '%(label)s' in ascending order."),
    _("Sort the order of child pages within '%(parent)s' by '%(label)s' in descending order."),
    _(
        "Focus on the drag button and press up or down arrows to move the item, then press enter to submit the "
        "change.",
    ),
)

VIEWS_ACCOUNT = (
    _("Profile"), _("Notifications"), _("Name and Email"), _("Profile picture"), _("Theme preferences"),
    _("Password"), _("Your account settings have been changed successfully!"),
    _("You have been successfully logged out."),
)

VIEWS_COLLECTIONS = (
    _("Collections"), _("Add a collection"), _("Add collection"), _("Collection '%(object)s' created."),
    _("Collection '%(object)s' updated."), _("The collection could not be saved due to errors."),
    _("Collection '%(object)s' deleted."), _("Delete collection"),
    _("Are you sure you want to delete this collection?"),
)

VIEWS_GENERIC = (
    _("Home"), _("No %(model_name)s match your query."), _("There are no %(model_name)s to display."),
    _("Live version"), _("Current draft"), _("Review this version"), _("Compare with current version"),
    _("Cancel scheduled publish"), _("Workflow history"), _("Workflow progress"), _("Edit / Review"),
    _("%(model_name)s '%(title)s' is now unlocked."), _("%(model_name)s '%(object)s' updated."),
    _("%(model_name)s '%(object)s' created."), _("%(model_name)s '%(object)s' has been scheduled for publishing."),
    _("%(model_name)s '%(object)s' created and scheduled for publishing."),
    _("%(model_name)s '%(object)s' is live and this version has been scheduled for publishing."),
    _("%(model_name)s '%(object)s' updated and published."),
    _("%(model_name)s '%(object)s' created and published."),
    _("%(model_name)s '%(object)s' has been submitted for moderation."),
    _("%(model_name)s '%(object)s' created and submitted for moderation."),
    _("Workflow on %(model_name)s '%(object)s' has been restarted."),
    _("Workflow on %(model_name)s '%(object)s' has been cancelled."), _("Saving will overwrite a newer version."),
    _("The %(model_name)s could not be saved as it is locked"),
    _("You are viewing a previous version of this %(model_name)s from <b>%(created_at)s</b> by %(user)s"),
    _("%(model_name)s '%(object)s' has been replaced with version from %(timestamp)s."),
    _("Version from %(timestamp)s of %(model_name)s '%(object)s' has been published."),
    _("Version from %(timestamp)s of %(model_name)s '%(object)s' has been scheduled for publishing."),
    _("Sort item order"), _("Inspect"), _("More options for '%(title)s'"), _("Add %(model_name)s"),
    _("The %(model_name)s could not be created due to errors."), _("New: %(model_name)s"),
    _("There are validation errors, click save to highlight them."), _("Editing"),
    _("The %(model_name)s could not be saved due to errors."), _("%(model_name)s '%(object)s' deleted."),
    _("Are you sure you want to delete this %(model_name)s?"), _("Compare"), _("Earliest"), _("Latest"),
    _("'%(object)s' unpublished."), _("Version %(revision_id)s of \"%(object)s\" unscheduled."), _("Unschedule"),
    _("revision %(revision_id)s of \"%(object)s\""), _("If you confirm deletion"), _("Field"),
    _("(Private %(object)s)"), _("Edit this %(object)s"),
    _("The %(model_name)s '%(title)s' is not currently awaiting moderation."),
    _("The %(model_name)s '%(title)s' is not currently awaiting moderation in task '%(task_name)s'."),
)

VIEWS_HOME = (
    _("Dashboard"), _("Search all pages…"),
)

VIEWS_PAGE_PRIVACY = (
    _("Privacy is inherited from the ancestor page - %(ancestor_page)s"),
)

VIEWS_PAGES = (
    _("Delete selected pages"),
    ngettext_lazy("%(num_parent_objects)d page has been deleted", "%(num_parent_objects)d pages have been deleted"),
    _("Select a new parent page"), _("Move selected pages"),
    ngettext_lazy("%(num_pages)d page has been moved", "%(num_pages)d pages have been moved"),
    ngettext_lazy("%(num_parent_objects)d page", "%(num_parent_objects)d pages"),
    ngettext_lazy("%(num_child_objects)d child page", "%(num_child_objects)d child pages"),
    _("Publish selected pages"),
    ngettext_lazy(
        "%(num_parent_objects)d page has been published",
        "%(num_parent_objects)d pages have been published",
    ),
    _("Unpublish selected pages"),
    ngettext_lazy(
        "%(num_parent_objects)d page has been unpublished",
        "%(num_parent_objects)d pages have been unpublished",
    ),
    _("Choose parent"), _("Create a new %(model_name)s"),
    _("Page '%(page_title)s' and %(subpages_count)s subpages copied."), _("Page '%(page_title)s' copied."),
    _("View draft"), _("View live"), _("Page '%(page_title)s' created."),
    _("Page '%(page_title)s' created and scheduled for publishing."),
    _("Page '%(page_title)s' created and published."),
    _("Page '%(page_title)s' created and submitted for moderation."),
    _("The page could not be created due to validation errors."), _("Page '%(page_title)s' deleted."),
    _("Editing %(page_type)s"),
    _("Page '%(page_title)s' has been replaced with version from %(previous_revision_datetime)s."),
    _("Page '%(page_title)s' has been updated."), _("Workflow on page '%(page_title)s' has been cancelled."),
    _("Version from %(previous_revision_datetime)s of page '%(page_title)s' has been scheduled for publishing."),
    _("Page '%(page_title)s' is live and this version has been scheduled for publishing."),
    _("Page '%(page_title)s' has been scheduled for publishing."),
    _("Version from %(datetime)s of page '%(page_title)s' has been published."),
    _("Page '%(page_title)s' has been published."), _("Page '%(page_title)s' has been submitted for moderation."),
    _("Workflow on page '%(page_title)s' has been restarted."), _("The page could not be saved as it is locked."),
    _("The page could not be saved due to validation errors."), _("Date updated"), _("Owner"), _("Edited by"),
    _("Site"), _("Has child pages"), _("Any"), _("Yes"), _("Page type"), _("Exploring"), _("Add child page"),
    _("Page '%(page_title)s' is now unlocked."),
    _(
        "The slug '%(page_slug)s' is already in use at the selected parent page. Make sure the slug is unique "
        "and try again.",
    ),
    _("Page '%(page_title)s' moved."),
    _("You are viewing a previous version of this page from <b>%(created_at)s</b> by %(user)s"),
    _("Page '%(page_title)s' unpublished."), _("Pages using"), _("Page types usage"),
    _("The page '%(page_title)s' is not currently awaiting moderation."), _("Is commenting action"),
)

VIEWS_REPORTS = (
    _("Last published before"), _("Aging pages"), _("Last published at"), _("Site history"), _("Action type"),
    _("Date/Time"), _("Locked pages"), _("Show"), _("Awaiting my review"), _("Workflows"), _("By task"),
    _("Workflow tasks"), _("Requested By"), _("By workflow"), _("Page/Snippet ID"), _("Page/Snippet Type"),
    _("Page/Snippet Title"),
)

VIEWS_WORKFLOWS = (
    _("Show disabled"), _("Add a workflow"), _("Used by"), _("New workflow"), _("Workflow '%(object)s' created."),
    _("Editing workflow"), _("Workflow '%(object)s' updated."), _("Disable"), _("Enable"), _("Disable workflow"),
    _("New workflow task"), _("Task '%(object)s' created."), _("Task '%(object)s' updated."), _("Disable task"),
)

VIEWSETS = (
    _("Choose another"),
)

WAGTAIL_HOOKS = (
    _("Heading 1"), _("Heading 2"), _("Heading 3"), _("Heading 4"), _("Bulleted list"), _("Numbered list"),
    _("Blockquote"), _("Link"), _("Strikethrough"), _("Code"), _("Reports"), _("Editor Guide"), _("Shortcuts"),
    _("Help"), _("What's new in Wagtail %(version)s"), _("Sort menu order"),
)

WIDGETS = (
    _("Choose an item"), _("Choose another item"), _("Clear choice"), _("Choose another page"),
    _("Multi-word tags with spaces will automatically be enclosed in double quotes (\")."),
    _("Choose another task"),
)
