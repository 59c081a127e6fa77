"""Items shown by other sites, a reader of editions."""

from django.apps import AppConfig


class EmbedConfig(AppConfig):
    name = "cms.embed"
    label = "embed"
