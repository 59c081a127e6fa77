"""Who may change the terms of the glossary may keep the known words too."""

from django.db import migrations

VERBS = ("add", "change", "delete", "view")


def grant(apps, schema_editor):
    """Gives each group with a right over terms the same right over known words."""
    Group, Permission, ContentType = (
        apps.get_model(app, name) for app, name in (("auth", "Group"), ("auth", "Permission"), ("contenttypes", "ContentType"))
    )
    kind, _ = ContentType.objects.get_or_create(app_label="proofreading", model="knownword")
    for verb in VERBS:
        own, _ = Permission.objects.get_or_create(
            content_type=kind, codename=f"{verb}_knownword", defaults={"name": f"Can {verb} known word"}
        )
        for group in Group.objects.filter(permissions__content_type__app_label="content", permissions__codename=f"{verb}_term"):
            group.permissions.add(own)


class Migration(migrations.Migration):
    dependencies = [
        ("proofreading", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
