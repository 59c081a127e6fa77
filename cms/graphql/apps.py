"""GraphQL, a reader of editions."""

from django.apps import AppConfig


class GraphQLConfig(AppConfig):
    name = "cms.graphql"
    label = "graphql"

    def ready(self) -> None:
        """Reads the registered queries: a service that would refuse what its clients send does not start."""
        from django.conf import settings

        if settings.GRAPHQL_REGISTERED_QUERIES:
            from .http import registered_queries

            registered_queries.queries()
