"""Partners among the snippets of the admin, with their contacts."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList

from cms.content.snippets import TranslatedViewSet

from ..models import Partner
from .partner_form import PartnerForm

_CONTACT = [FieldPanel("name"), FieldRowPanel([FieldPanel("email"), FieldPanel("language")])]


class PartnerViewSet(TranslatedViewSet):
    """A menu item of its own, for those who may change partners."""

    model = Partner
    icon = "group"
    menu_label = _("Partners")
    menu_order = 700
    add_to_admin_menu = True
    list_display = ["name_cy", "name_en", "languages"]
    search_fields = ["name_cy", "name_en"]
    edit_handler = ObjectList(
        [
            HelpPanel(template="partners/admin/keys_link.html", heading=_("Keys")),
            FieldRowPanel([FieldPanel("name_cy"), FieldPanel("name_en")], heading=_("Name")),
            FieldPanel("sites"),
            InlinePanel("contacts", panels=_CONTACT, heading=_("Contacts"), label=_("Contact")),
            MultiFieldPanel(
                [FieldPanel("languages"), FieldPanel("types"), FieldPanel("topics"), FieldPanel("audiences")],
                heading=_("What is taken"),
                help_text=_("Where nothing is ticked, all of it is."),
            ),
            FieldPanel("tokens_a_minute"),
            FieldPanel("note"),
        ],
        base_form_class=PartnerForm,
    )
