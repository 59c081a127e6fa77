"""Endpoints among the snippets of the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList

from cms.content.snippets import TranslatedViewSet

from ..models import WebhookEndpoint
from .endpoint_form import EndpointForm


class EndpointViewSet(TranslatedViewSet):
    """A menu item of its own, for those who may change webhooks."""

    model = WebhookEndpoint
    icon = "mail"
    menu_label = _("Webhooks")
    menu_order = 710
    add_to_admin_menu = True
    list_display = ["url", "partner", "state_in_words", "certificate_in_words"]
    search_fields = ["url", "partner__name_cy", "partner__name_en"]
    edit_handler = ObjectList(
        [
            HelpPanel(template="webhooks/admin/deliveries_link.html", heading=_("Secret and deliveries")),
            FieldPanel("partner"),
            FieldPanel("url"),
            FieldPanel("events"),
            MultiFieldPanel(
                [FieldPanel(name) for name in ("languages", "types", "audiences", "topics", "sections")],
                heading=_("What is sent"),
                help_text=_(
                    "Where nothing is ticked, all of it is. Of any other item only its id is sent, when it changes."
                ),
            ),
        ],
        base_form_class=EndpointForm,
    )
