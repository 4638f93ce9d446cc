"""The form renderer: every field draws itself with the components of this app."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Fields as `ui/field.html`, which carries label, help, error and their ARIA ties."""

    field_template_name = "ui/field.html"
