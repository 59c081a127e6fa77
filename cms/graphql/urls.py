"""The one address of GraphQL."""

from django.urls import path

from .http.views import graphql

urlpatterns = [path("graphql", graphql)]
