"""The signs of yes and no in lists and forms, with their words for whoever cannot see them."""

from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SIGNS = {True: ("yes", "بله"), False: ("no", "خیر"), None: ("unknown", "نامشخص")}


def boolean_icon(value: bool | None) -> SafeString:
    """Django's icon of ``value``; Django's own text for it is «True»."""
    name, word = SIGNS[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), word)


# Django asks this function by its name for every list and every read-only field.
admin_list._boolean_icon = boolean_icon
