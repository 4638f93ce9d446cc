"""Sentences on Wagtail's screens: the explorer, the editor, its side panels, choosers, workflow, notifications."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# Packed, not one a line: a list to be searched, not read.
# fmt: off

ACTION_MENU = (
    _("Publish"), _("Submit for moderation"), _("Resubmit to %(task_name)s"), _("Submit to %(workflow_name)s"),
    _("Restart workflow "), _("Cancel workflow "), _("Unpublish"), _("Save Draft"), _("Page locked"),
    _("%(label)s and Publish"),
)

FORMS = (
    _("Use server language: %(language_name)s"), _("Use server time zone"), _("Preferred language"),
    _("Current time zone"), _("First Name"), _("Last Name"), _("Email"), _("Upload a profile picture"),
    _("Enter password"), _("URL"), _("Search term"), _("Search"), _("All collections"), _("Parent"), _("Add"),
    _("Edit"), _("Delete"), _("You cannot edit another user's comment."),
    _("Go live date/time must be before expiry date/time"), _("Expiry date/time must be in the future."),
    _("New title"), _("New slug"), _("New parent page"), _("This copy will be a child of this given parent page."),
    _("Copy subpages"), ngettext_lazy("This will copy %(count)s subpage.", "This will copy %(count)s subpages."),
    _("Publish copied page"), _("This page is live. Would you like to publish its copy as well?"),
    _("Publish copies"),
    ngettext_lazy(
        "%(count)s of the pages being copied is live. Would you like to publish its copy?",
        "%(count)s of the pages being copied are live. Would you like to publish their copies?",
    ),
    _("Alias"), _("Keep the new pages updated with future changes"),
    _("You do not have permission to copy to page \"%(page_title)s\""),
    _("This slug is already in use within the context of its parent page \"%(parent_page_title)s\""),
    _("You cannot copy a page into itself when copying subpages"),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _("Select a new parent for this page."), _("Parent page"),
    _("The new page will be a child of this given parent page."),
    _("You do not have permission to create a page under \"%(page_title)s\"."),
    _("You cannot create a page of type \"%(page_type)s\" under \"%(page_title)s\"."), _("Search…"),
    _("Tag(s) %(value_too_long)s are over %(max_tag_length)d characters."), _("Visibility"),
    _("This field is required."), _("Please select at least one group."), _("All types"),
    _("This page already has workflow '%(workflow_name)s' assigned."), _("Give your workflow a name"),
    _("Add tasks to your workflow"), _("task"),
)

LOCALIZATION = (
    _("1 page selected"), _("%(objects)s pages selected"), _("All %(objects)s pages on this screen selected"),
    _("All pages in listing selected"), _("1 document selected"), _("%(objects)s documents selected"),
    _("All %(objects)s documents on this screen selected"), _("All documents in listing selected"),
    _("1 image selected"), _("%(objects)s images selected"), _("All %(objects)s images on this screen selected"),
    _("All images in listing selected"), _("1 snippet selected"), _("%(objects)s snippets selected"),
    _("All %(objects)s snippets on this screen selected"), _("All snippets in listing selected"),
    _("1 item selected"), _("%(objects)s items selected"), _("All %(objects)s items on this screen selected"),
    _("All items in listing selected"), _("1 user selected"), _("%(objects)s users selected"),
    _("All %(objects)s users on this screen selected"), _("All users in listing selected"),
)

PANELS = (
    _("Content"), _("Promote"), _("Settings"), _("Title"), _("Page title"), _("Add %(label)s"), _("Move up"),
    _("Move down"), _("Drag"), _("Choose when this %(model_name)s should go live and/or expire"),
    _("Choose when this page should go live and/or expire"),
    _("This publishing schedule will only take effect after you select the \"Schedule to publish\" option"),
    _("Anyone with editing permissions can create schedules"),
    _("But only those with publishing permissions can make them effective."), _("Set publishing schedule"),
    _("Save schedule"),
)

CHOOSER = (
    _("Internal link"), _("External link"), _("Email link"), _("Phone link"), _("Anchor link"),
    ngettext_lazy("There is %(counter)s match", "There are %(counter)s matches"), _("Add an anchor link"),
    _("Insert anchor"), _("Choose"), _("Choose a page"),
    ngettext_lazy(
        "Only pages of type \"%(type)s\" may be chosen for this field. Search results will exclude pages of "
        "other types.",
        "Only the following page types may be chosen for this field: %(type)s. Search results will exclude pages "
        "of other types.",
    ),
    _("Confirm selection"), _("Convert to internal link"), _("Use external link"), _("Add an email link"),
    _("Insert link"), _("Add an external link"), _("Add a phone link"), _("Select %(title)s"),
    _("Explore subpages of '%(title)s'"), _("Explore"),
)

GENERIC = (
    _("Sorry, there are no matches for \"<em>%(search_query)s</em>\""), _("There are no results."),
    _("Yes, delete"), _("No, don't delete"), _("Are you sure you want to unpublish this %(model_name)s?"),
    _("Yes, unpublish it"), _("No, don't unpublish"), _("Publish %(model_name)s"),
    _(
        "This %(model_name)s was marked as needing changes at <strong>%(task)s</strong> in "
        "<strong>%(workflow)s</strong>.",
    ),
    _("This %(model_name)s is currently at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("Publishing this %(model_name)s will cancel the current workflow."),
    _("Would you still like to publish this %(model_name)s?"), _("Cancel"), _("Actions (footer)"), _("Comment"),
    _("Actions"), _("There are no %(model_name)s to display. Why not <a href=\"%(add_url)s\">add one</a>?"),
    _("Update"), _("Preview not available"),
    _("Preview cannot display due to validation errors. <br /> Click save to highlight the relevant fields."),
    _("Fields"), _("Changes"), ngettext_lazy("Moved down 1 place.", "Moved down %(counter)s places."),
    ngettext_lazy("Moved up 1 place.", "Moved up %(counter)s places."),
    _("There are no differences between these two versions"),
)

HOME = (
    _("This is your dashboard on which helpful information about content you've created will be displayed."),
    _("Account"), _("Your locked pages"), _("Language"), _("Privacy and access"), _("Status"), _("Locked at"),
    _("Edit this page"), _("Unlock"), _("Draft"), _("Live"), _("Your most recent edits"), _("Date"),
    _("Site summary"),
    ngettext_lazy(
        "%(total)s Page <span class=\"w-sr-only\">created in %(site_name)s</span>",
        "%(total)s Pages <span class=\"w-sr-only\">created in %(site_name)s</span>",
    ),
    _("Close"), _("Your pages and snippets in a workflow"), _("Task"), _("Task started"), _("Changes requested at"),
    _("Awaiting"), _("Awaiting your review"), _("Tasks"), _("Task submitted by"), _("Preview"),
    _("Compare with live version"), _("Compare with previous version"),
    _("Wagtail %(current_version)s editor guide"),
)

NOTIFICATIONS = (
    _("The page \"%(title)s\" has been approved."), _("You can view the page here:"),
    _("The page \"%(title)s\" has been approved"), _("Hello %(username)s,"),
    _("Edit your notification preferences here:"), _("The page \"%(title)s\" has been rejected."),
    _("You can edit the page here:"), _("The page \"%(title)s\" has been rejected"),
    _("The page \"%(title)s\" has been submitted for approval in moderation stage \"%(task)s\"."),
    _("You can preview the page here:"),
    _("The page \"%(title)s\" has been submitted for approval in moderation stage \"%(task)s\""),
    _("%(editor)s has updated comments on \"%(title)s\"."), _("New comments"), _("Resolved comments"),
    _("Deleted comments"), _("New replies"),
    _("The page \"%(title)s\" has been approved in workflow \"%(workflow)s\"."),
    _("The page \"%(title)s\" has been rejected during \"%(task)s\" in workflow \"%(workflow)s\" by %(rejector)s."),
    _("The following comment was left: \"%(comment)s\""),
    _("The page \"%(title)s\" has been submitted for moderation to workflow \"%(workflow)s\" by %(requester)s."),
)

PAGES = (
    _("Scheduling…"), _("Publishing…"), _("Schedule to publish"), _("Publish this version"), _("Saving…"),
    _("Replace current draft"), _("Save draft"), _("Create a page in %(title)s"), _("Create a page in"),
    _("Choose which type of page you'd like to create."), _("Sorry, you cannot create a page at this location."),
    _("Pages using %(page_type)s"), ngettext_lazy("Delete 1 page", "Delete %(counter)s pages"),
    _("Are you sure you want to delete these pages?"),
    ngettext_lazy("This will also delete one more subpage.", "This will also delete %(counter)s more subpages."),
    ngettext_lazy(
        "You don't have permission to delete this page",
        "You don't have permission to delete these pages",
    ),
    ngettext_lazy("Move 1 page", "Move %(counter)s pages"), _("Move"),
    _("Are you sure you want to move these pages?"),
    ngettext_lazy("This page has one child page", "This page has %(counter)s child pages"),
    ngettext_lazy("You don't have permission to move this page", "You don't have permission to move these pages"),
    _("Yes, move these pages"), _("No, don't move"), ngettext_lazy("Publish 1 page", "Publish %(counter)s pages"),
    _("Are you sure you want to publish these pages?"),
    ngettext_lazy("This page has one unpublished subpage", "This page has %(counter)s unpublished subpages"),
    ngettext_lazy(
        "You don't have permission to publish this page",
        "You don't have permission to publish these pages",
    ),
    _("Yes, publish"), _("No, don't publish"), ngettext_lazy("Unpublish 1 page", "Unpublish %(counter)s pages"),
    _("Are you sure you want to unpublish these pages?"),
    ngettext_lazy("This page has one subpage", "This page has %(counter)s subpages"),
    ngettext_lazy(
        "You don't have permission to unpublish this page",
        "You don't have permission to unpublish these pages",
    ),
    _("Yes, unpublish"), _("This action cannot be undone."), _("Delete %(title)s"),
    _("Are you sure you want to delete this page?"),
    ngettext_lazy(
        "Deleting this page will also delete %(descendant_count)s child page.",
        "Deleting this page will also delete %(descendant_count)s more child pages.",
    ),
    _("Yes, delete it"), _("No, don't delete it"),
    _(
        "Alternatively you can <a href=\"%(unpublish_url)s\">unpublish the page</a>. This removes the page from "
        "public view and you can edit or publish it again later.",
    ),
    _("Move %(title)s"), _("Are you sure you want to move this page into '%(title)s'?"),
    _("Are you sure you want to move this page and all of its children into '%(title)s'?"),
    _("Yes, move this page"), _("Are you sure you want to unpublish this page?"),
    ngettext_lazy(
        "This page has one subpage. Unpublish this too",
        "This page has %(live_descendant_count)s subpages. Unpublish these too",
    ),
    _("Publish page"),
    _("This page was marked as needing changes at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("This page is currently at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."),
    _("Publishing this page will cancel the current workflow."), _("Would you still like to publish this page?"),
    _("Copy %(title)s"), _("Copy"), _("Copy this page"), _("Select all pages in listing"),
    _("This page is locked, by you, to further editing"), _("This page is locked to further editing"),
    _("Explore child pages of '%(title)s'"), _("Add a child page to '%(title)s'"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site."),
    _("No results across entire site."), _("Search in '<span class=\"w-title-ellipsis\">%(title)s</span>'"),
    _(
        "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s in '<span "
        "class=\"w-title-ellipsis\">%(title)s</span>'.",
    ),
    _("No results in '<span class=\"w-title-ellipsis\">%(title)s</span>'."), _("Search the whole site"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"), _("Pagination"),
    _("Page %(page_number)s of %(num_pages)s."), _("Previous"), _("Next"),
    _("This page is protected from public view"), _("Confirm"), _("Page types"),
    ngettext_lazy("There is one matching page", "There are %(counter)s matching pages"),
    _("Sorry, no pages match <em>%(query_string)s</em>"), _("Enter a search term above"),
    _(
        "Pages created here will not be accessible at any URL. To add pages to an existing site, create them as "
        "children of the homepage.",
    ),
)

REPORTS = (
    _("Last published"), _("Last published by"), _("Type"), _("No pages found."),
    _("No pages match this report's criteria."), _("Updated"), _("Pages"), _("Locking status"),
    _("Locked by <b>you</b> at <b>%(locking_date)s</b>"),
    _("Locked by <b>%(locked_by)s</b> at <b>%(locking_date)s</b>"), _("Locked at <b>%(locking_date)s</b>"),
    _("Locked"), _("No locked pages found."), _("Name"), _("Action"), _("User"), _("Date / Time"),
    _("Edit this item"), _("No log entries found."), _("Workflow"), _("Page/Snippet"), _("Requested by"),
    _("Started at"), _("Incomplete task"), _("No pages/snippets have been submitted for moderation yet"),
    _("Completed at"),
)

SHARED = (
    _("%(field_label)s:"), _("Clear"), _("Saved"), _("Autosave is paused"), _("Toggle breadcrumbs"),
    _("Breadcrumb"), _("Close dialog"), _("You saved a new version in another window"), _("System"),
    _("%(user_name)s saved a new version"), _("View latest version"),
    _("You have unsaved changes in another window"), _("%(user_name)s has unsaved changes"), _("Currently idle"),
    _("Currently viewing"),
    ngettext_lazy("One other user is currently viewing", "%(num_user)s other users are currently viewing"),
    _("Proceeding will overwrite the changes you made in that window."),
    _("Proceeding will overwrite the changes made by %(user_name)s."),
    _("Alternatively, you can view the latest version in a new tab."), _("A network error occurred"),
    _(
        "Troubleshoot your connection to the site before proceeding. Open the editor in a separate tab to view "
        "the last saved version.",
    ),
    _("Continue"), _("Download XLSX"), _("Download CSV"), _("Filter"), _("Apply filters"), _("Add comment"),
    _("Show filters"), _("Filter by"), _("Back"), _("History"), _("Keyboard shortcuts"), _("Current page status:"),
    _("Visit the live page"), _("Visible to all. Visit the live page"), _("Visible to all"),
    _("Private. Visit the live page"), _("Page %(page_num)s of %(total_pages)s"), _("Toggle section"),
    _("Are you sure you want to unschedule this revision?"), _("Yes, unschedule"), _("No, don't unschedule"),
    _("Other searches"), _("Save"), _("Minimap"), _("Side panels"), _("Toggle side panel"), _("Side panel width"),
    _("Show issue"), _("Content metrics"), _("Words"), _("Reading time"), _("Readability"), _("Issues found"),
    _("Comment notifications"), _("Locking: "), _("Unlocked"),
    _("Anyone can edit this %(model_name)s – lock it to prevent others from editing"),
    _("Anyone can edit this %(model_name)s"), _("Lock"), _("Page visibility: "), _("Once live anyone can view"),
    _("Not visible to the public"), _("Choose who can view the live version of this page"),
    _("Privacy changes apply to all children of this page too."), _("Usage"),
    ngettext_lazy("Used %(usage_count)s time", "Used %(usage_count)s times"), _("Status: "), _("Expiry:"),
    _("Edit schedule"), _("In Moderation"), _("View details"), _("To be created by %(user)s"), _("by %(user)s"),
    _("View history"), _("Invalid schedule"), _("Go-live:"), _("Once scheduled:"), _("No publishing schedule set"),
    _("Set schedule"), _("Preview in new tab"), _("Loading"), _("Refreshing…"), _("Refresh"),
    _("Preview is out of date"),
    _("Correct the validation errors to resume preview (saving will highlight errors)"), _("Preview mode"),
    _("First published"), _("Autosave is <span>paused</span>"), _("Save your changes before leaving"),
    _("You have <span>unsaved edits</span>"),
    ngettext_lazy(
        "This %(model_name)s is referenced %(usage_count)s time.",
        "This %(model_name)s is referenced %(usage_count)s times.",
    ),
    _("One or more references to this %(model_name)s prevent it from being deleted."),
    _("Requested by <b>%(modified_by)s</b>"), _("Started at <b>%(started_at)s</b>"), _("Status %(status)s"),
    _("Timeline"), _("Initial Revision"), _("Edited"), _("with comment:"), _("Workflow started"),
    _("Workflow completed"), _("Approved task"), _("This page hasn't been submitted for moderation yet"),
    _("This %(model_name)s hasn't been submitted for moderation yet"), _("account"), _("All keyboard shortcuts"),
    _("Keyboard shortcut"),
    _("Keyboard shortcuts are currently enabled; manage your %(account_link)s to disable them."),
    _("Keyboard shortcuts are currently disabled; manage your %(account_link)s to enable them."), _("Section"),
    _("Edit account avatar"), _("This data explained"), _("How we calculate our metrics"),
    _(
        "We extract the main content from the page preview, remove all formatting, and calculate the number of "
        "words.",
    ),
    _("We calculate reading time from word count, using different reading speeds for different languages."),
    _(
        "We use a readability formula based on length of words and sentences. Long sentences and words result in "
        "a worse readability score.",
    ),
    _(
        "See our <a href=\"%(guide_link)s\" target=\"_blank\">content checks guide</a> for more information on "
        "how content metrics are calculated.",
    ),
    ngettext_lazy(
        "This action will delete <b>%(total_pages_formatted)s</b> page in total.",
        "This action will delete <b>%(total_pages_formatted)s</b> pages in total.",
    ),
    _("Please type <b>%(wagtail_site_name)s</b> to confirm."),
)

WORKFLOWS = (
    _("No"), _("Disabled"), _("Page"), _("Step %(step_number)s"), _("New"), _("Existing"), _("Creating…"),
    _("Create"), _("Task type"), _("Submitted"), _("Not started"), _("Changes requested by %(requested_by)s"),
    _("Changes requested"), _("Approved by %(approved_by)s"), _("Published"), _("See full history"),
)
