"""Words of Wagtail's models and of its images, documents, snippets and users."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# Packed, not one a line: a list to be searched, not read.
# fmt: off

CORE = (
    _("Add Comment"), _("The minimum number of items is %(min_num)d"),
    _("The maximum number of items is %(max_num)d"), _("This block has no options."), _("Group"),
    _("Date cannot be in the future."), _("The password you have entered is not correct. Please try again."),
    _("No one can make changes while the %(model_name)s is locked"),
    _("<b>'{title}' was locked</b> by <b>you</b> on <b>{datetime}</b>."),
    _("<b>'{title}' is locked</b> by <b>you</b>."),
    _("<b>'{title}' was locked</b> by <b>{user}</b> on <b>{datetime}</b>."), _("<b>'{title}' is locked</b>."),
    _("Locked by you"), _("Locked by another user"),
    _("Only you can make changes while the %(model_name)s is locked"),
    _("Only %(user)s can make changes while the %(model_name)s is locked"),
    _("This %(model_name)s is currently awaiting moderation."),
    _("This {model_name} is awaiting <b>'{task_name}'</b> in the <b>'{workflow_name}'</b> workflow."),
    _("Only reviewers for this task can edit the %(model_name)s."), _("Locked by workflow"),
    _("Only reviewers can edit and approve the %(model_name)s"),
    _("{model_name} '{title}' is locked and has been scheduled to go live at {datetime}"), _("Locked by schedule"),
    _("Currently locked and will go live on the scheduled date"), _("log entry"), _("log entries"), _("system"),
    _("live"), _("has unpublished changes"), _("first published at"), _("last published at"),
    _("go live date/time"), _("expiry date/time"), _("expired"), _("scheduled"), _("draft"), _("live + scheduled"),
    _("live + draft"), _("locale"), _("locked"), _("locked at"), _("locked by"), _("collection"), _("name"),
    _("collections"), _("group"), _("permission"), _("Add/edit pages you own"), _("Edit any page"),
    _("Publish any page"), _("title"), _("The page title as you'd like it to be seen by the public"), _("slug"),
    _("The name of the page as it will appear in URLs e.g http://domain.com/blog/[my-slug]/"), _("owner"),
    _("title tag"), _("The name of the page displayed on search engine results as the clickable headline."),
    _("show in menus"), _("Whether a link to this page will appear in automatically generated menus"),
    _("meta description"), _("The descriptive text displayed underneath a headline in search engine results."),
    _("For search engines"), _("For site menus"),
    _("The slug '%(page_slug)s' is already in use within the parent page at '%(parent_url_path)s'."), _("page"),
    _("pages"), _("workflow"), _("Draft saved"), _("comment"), _("comments"), _("Default"),
    _("Preview in mobile size"), _("Preview in tablet size"), _("Preview in desktop size"),
    _("the %(model_name)s will also be deleted"), _("prevents deletion"), _("will unset the reference"),
    _("created at"), _("user"), _("revision"), _("revisions"), _("site"), _("sites"),
    _("Private, accessible with a shared password"), _("Private, accessible to any logged-in users"),
    _("Private, accessible to users in specific groups"), _("shared password"),
    _(
        "Shared passwords should not be used to protect sensitive content. Anyone who has this password will be "
        "able to view the content.",
    ),
    _("groups"), _("In progress"), _("Approved"), _("Needs changes"), _("Cancelled"), _("status"),
    _("requested by"), _("active"), _("workflows"), _("tasks"),
    _("Pages/snippets at this step in a workflow will be moderated or approved by these groups of users"),
    _("Request changes"), _("Approve"), _("Approve with comment"),
    _("Members of the chosen Wagtail Groups can approve this task"), _("Group approval task"),
    _("Group approval tasks"), _("Rejected"), _("Skipped"), _("started at"), _("finished at"), _("finished by"),
    _("in moderation"), _("live + in moderation"), _("Log in"), _("Password required"),
    _("You need a password to access this page."), _("Created"), _("Deleted"), _("Publish scheduled draft"),
    _("Published scheduled draft"), _("Unpublished"), _("Unpublish scheduled draft"),
    _("Unpublished scheduled draft"), _("Reject"), _("Rename"), _("Renamed from '%(old)s' to '%(new)s'"),
    _("Renamed"), _("Revert"), _("Reverted to previous revision with id %(revision_id)s from %(created_at)s"),
    _("Reverted to previous revision"), _("Copied from %(title)s"), _("Copied"),
    _("Moved from '%(old_parent)s' to '%(new_parent)s'"), _("Moved"), _("Reorder"),
    _("Reordered under '%(parent)s'"), _("Reordered"), _("Schedule publication"),
    _("Revision %(revision_id)s from %(created_at)s scheduled for publishing at %(go_live_at)s."),
    _("Page scheduled for publishing at %(go_live_at)s"), _("Page scheduled for publishing"),
    _("Unschedule publication"),
    _("Revision %(revision_id)s from %(created_at)s unscheduled from publishing at %(go_live_at)s."),
    _("Page unscheduled for publishing at %(go_live_at)s"), _("Page unscheduled from publishing"),
    _("Add view restrictions"), _("Added the '%(restriction)s' view restriction"), _("Added view restriction"),
    _("Update view restrictions"), _("Updated the view restriction to '%(restriction)s'"),
    _("Updated view restriction"), _("Remove view restrictions"),
    _("Removed the '%(restriction)s' view restriction. The page is public."), _("Removed view restriction"),
    _("Added a comment on field %(field)s: \"%(text)s\""), _("Added a comment"), _("Edit comment"),
    _("Edited a comment on field %(field)s: \"%(text)s\""), _("Edited a comment"), _("Delete comment"),
    _("Deleted a comment on field %(field)s: \"%(text)s\""), _("Deleted a comment"), _("Resolve comment"),
    _("Resolved a comment on field %(field)s: \"%(text)s\""), _("Resolved a comment"), _("Reply to comment"),
    _("Replied to comment on field %(field)s: \"%(text)s\""), _("Replied to a comment"), _("Edit reply to comment"),
    _("Edited a reply"), _("Delete reply to comment"), _("Deleted a reply"), _("Workflow: start"),
    _("'%(workflow)s' started. Next step '%(task)s'"), _("Workflow: approve task"),
    _("Approved at '%(task)s'. Next step '%(next_task)s'"), _("Approved at '%(task)s'. '%(workflow)s' complete"),
    _("Workflow task approved"), _("Workflow: reject task"), _("Rejected at '%(task)s'. Changes requested"),
    _("Workflow task rejected. Workflow complete"), _("Workflow: resume task"),
    _("Resubmitted '%(task)s'. Workflow resumed"), _("Workflow task resubmitted. Workflow resumed"),
    _("Workflow: cancel"), _("Cancelled '%(workflow)s' at '%(task)s'"), _("Workflow cancelled"),
    _("model log entry"), _("model log entries"), _("page log entry"), _("page log entries"),
)

IMAGES = (
    _("Image is decorative"), _("Alt text"), _("Please add some alt text for your image or mark it as decorative"),
    _("Supported formats: %(supported_formats)s. Maximum filesize: %(max_upload_size)s."),
    _("Supported formats: %(supported_formats)s."),
    _("Not a supported image format. Supported formats: %(supported_formats)s."),
    _("Not a valid .%(extension)s image. The extension does not match the file format (%(image_format)s)"),
    _("This file is too big (%(file_size)s). Maximum filesize %(max_filesize)s."),
    _("This file has too many pixels (%(num_pixels)s). Maximum pixels %(max_pixels_count)s."),
    _("This file is too big. Maximum filesize %(max_filesize)s."), _("Full width"), _("Left-aligned"),
    _("Right-aligned"), _("Format"), _("Width"), _("Height"), _("file"), _("description"), _("width"), _("height"),
    _("uploaded by user"), _("tags"), _("image"), _("images"),
    ngettext_lazy("Add tags to 1 image", "Add tags to %(counter)s images"), _("Yes, add"), _("No, don't add"),
    ngettext_lazy("Delete 1 image", "Delete %(counter)s images"), _("Delete images"),
    ngettext_lazy("Are you sure you want to delete this image?", "Are you sure you want to delete these images?"),
    _("Popular tags"), _("Layout"),
    _(
        "Upload successful. However, your new image seems to be a duplicate of an existing image. You may delete "
        "it if it wasn't required.",
    ),
    _("Use new image"), _("Use existing and delete new"), _("Latest images"),
    _("You haven't uploaded any images in this collection."), _("You haven't uploaded any images."),
    _(
        "Why not <a class=\"upload-one-now\" href=\"#tab-upload\" data-action=\"w-tabs#select:prevent\" "
        "data-w-tabs-target=\"trigger\" data-w-tabs-focus-param=\"true\">upload one now</a>?",
    ),
    _("Choose a format"), _("Insert image"),
    ngettext_lazy(
        "%(total)s Image <span class=\"w-sr-only\">created in %(site_name)s</span>",
        "%(total)s Images <span class=\"w-sr-only\">created in %(site_name)s</span>",
    ),
    _("Change image file:"), _("Add an image"), _("Uploading…"), _("Upload"), _("Keep new image"),
    _("Delete new image"), _("Image focal point"), _("Focal point"), _("(optional)"),
    _("To define this image's most important region, drag a box over the image above."), _("Remove focal area"),
    _("Max dimensions"), _("Filesize"), _("File not found"), _("Sort by"), _("Select all images in listing"),
    _("Sorry, no images match \"<em>%(query_string)s</em>\""),
    _(
        "You haven't uploaded any images in this collection. Why not <a "
        "href=\"%(wagtailimages_add_image_url)s\">upload one now</a>?",
    ),
    _("You haven't uploaded any images. Why not <a href=\"%(wagtailimages_add_image_url)s\">upload one now</a>?"),
    _("Grid layout"), _("List layout"), _("Add multiple images"),
    _("Drag and drop images into this area to upload immediately."), _("Or choose from your computer"),
    _("Add to collection:"),
    _("Please provide an image description to comply with best practices for accessibility."),
    _(
        "Upload successful. Please update this image with a more appropriate title, if necessary. You may also "
        "delete the image completely if the upload wasn't required.",
    ),
    _(
        "Upload successful. However, your new image seems to be a duplicate of this existing image. You may "
        "delete it if it wasn't required.",
    ),
    _("Sorry, upload failed."), _("Server Error"), _("Image updated."), _("Tags"),
    _("Add tags to the selected images"), _("Add to collection"), _("Add selected images to collection"),
    _("Delete selected images"),
    ngettext_lazy(
        "%(num_parent_objects)d image has been deleted",
        "%(num_parent_objects)d images have been deleted",
    ),
    _("Choose an image"), _("Choose another image"), _("Edit this image"), _("Newest"), _("Oldest"),
    _("Title: (A -> Z)"), _("Title: (Z -> A)"), _("File size: (low to high)"), _("File size: (high to low)"),
    _("Usage count: (low to high)"), _("Usage count: (high to low)"), _("Images"),
    _("The image could not be saved due to errors."), _("Image '%(image_title)s' updated."),
    _("The source image file could not be found. Please change the source or delete the image."), _("Delete image"),
    _("Image '%(image_title)s' deleted."), _("The image could not be created due to errors."),
    _("Image '%(image_title)s' added."), _("Add images"), _("Image"),
    ngettext_lazy("%(count)s image", "%(count)s images"), _("Change image"),
    _("Report this error to your website administrator with the following information:"),
)

DOCUMENTS = (
    _("Maximum filesize: %(max_upload_size)s."), _("document"), _("documents"),
    ngettext_lazy("Delete 1 document", "Delete %(counter)s documents"), _("Delete documents"),
    ngettext_lazy(
        "Are you sure you want to delete this document?",
        "Are you sure you want to delete these documents?",
    ),
    _("Latest documents"), _("Sorry, no documents match \"<em>%(search_query)s</em>\""),
    _("You haven't uploaded any documents in this collection."), _("You haven't uploaded any documents."),
    _("Change document:"), _("Add a document"), _("Select all documents in listing"),
    _("Sorry, no documents match \"<em>%(query_string)s</em>\""),
    _(
        "You haven't uploaded any documents in this collection. Why not <a "
        "href=\"%(wagtaildocs_add_document_url)s\">upload one now</a>?",
    ),
    _(
        "You haven't uploaded any documents. Why not <a href=\"%(wagtaildocs_add_document_url)s\">upload one "
        "now</a>?",
    ),
    ngettext_lazy(
        "%(total)s Document <span class=\"w-sr-only\">created in %(site_name)s</span>",
        "%(total)s Documents <span class=\"w-sr-only\">created in %(site_name)s</span>",
    ),
    _("Add multiple documents"), _("Drag and drop documents into this area to upload immediately."),
    _(
        "Upload successful. Please update this document with a more appropriate title, if necessary. You may "
        "also delete the document completely if the upload wasn't required.",
    ),
    _("Document updated."), _("You need a password to access this document."), _("Delete selected documents"),
    ngettext_lazy(
        "%(num_parent_objects)d document has been deleted",
        "%(num_parent_objects)d documents have been deleted",
    ),
    _("File"), _("Choose a document"), _("Choose another document"), _("Edit this document"), _("Documents"),
    _("The document could not be created due to errors."), _("Document '%(document_title)s' added."),
    _("The document could not be saved due to errors."), _("Document '%(document_title)s' updated"),
    _("The file could not be found. Please change the source or delete the document."), _("Delete document"),
    _("Document '%(document_title)s' deleted."), _("Add documents"), _("Document"),
    ngettext_lazy("%(count)s document", "%(count)s documents"), _("Add tags to the selected documents"),
    _("Add selected documents to collection"),
)

SNIPPETS = (
    _("Delete selected snippets"),
    ngettext_lazy("%(count)d %(model_name)s deleted.", "%(count)d %(model_name)s deleted."),
    _("Delete %(snippet_type_name)s"), _("Delete "),
    _("Are you sure you want to delete this %(snippet_type_name)s?"),
    _("Are you sure you want to delete %(count)s %(snippet_type_name)s?"),
    _("You don't have permission to delete this %(snippet_type_name)s"),
    _("You don't have permission to delete these %(snippet_plural_name)s"),
    _("Sorry, no snippets match \"<em>%(search_query)s</em>\""),
    _(
        "You haven't created any %(snippet_type_name)s snippets. Why not <a "
        "href=\"%(wagtailsnippets_create_snippet_url)s\" target=\"_blank\" rel=\"noreferrer\">create one now</a>?",
    ),
    _("Replace current revision"), _("Select all snippets in listing"), _("Snippets"), _("Instances"),
    _("Choose %(object)s"), _("Choose another %(object)s"),
)

USERS = (
    _("Required. Letters, digits and @/./+/-/_ only."), _("A user with that username already exists."),
    _("The two password fields didn't match."), _("Leave blank if not changing."), _("Password confirmation"),
    _("Enter the same password as above, for verification."), _("Administrator"),
    _("Receive notification when a page is submitted for moderation"),
    _("Receive notification when your page edit is approved"),
    _("Receive notification when your page edit is rejected"), _("submitted notifications"),
    _("approved notifications"), _("rejected notifications"), _("updated comments notifications"),
    _(
        "Receive notification when comments have been created, resolved, or deleted on a page that you have "
        "subscribed to receive comment notifications on",
    ),
    _("preferred language"), _("Select language for the admin"), _("current time zone"),
    _("Select your current time zone"), _("profile picture"), _("System default"), _("Light"), _("Dark"),
    _("admin theme"), _("More contrast"), _("contrast"), _("Snug"), _("density"),
    _("Enable custom keyboard shortcuts specific to Wagtail."), _("Roles"), _("Active"), _("Inactive"), _("Groups"),
    _("Last login"), _("Users"), _("Username"), _("Access level"),
)
