"""The demo library, which `manage.py load_demo` loads."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
