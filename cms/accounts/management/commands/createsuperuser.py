"""`manage.py createsuperuser`: Django's, but for weak passwords, which that takes with --noinput or when told to."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.password_validation import validate_password


class Command(createsuperuser.Command):
    help = "Creates a superuser. A weak password is refused, however it is given."

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Looks at the password where the account is stored: no question and no variable leads past that."""
        manager: Any = self.UserModel._default_manager
        stored = manager.db_manager(options["database"])

        def create_superuser(**fields: Any) -> Any:
            if password := fields.get("password"):
                rest = {name: value for name, value in fields.items() if name != "password"}
                planned: Any = self.UserModel(**rest)
                validate_password(password, planned)
            return stored.create_superuser(**fields)

        manager.create_superuser = create_superuser
        try:
            return super().handle(*args, **options)
        finally:
            del manager.create_superuser
