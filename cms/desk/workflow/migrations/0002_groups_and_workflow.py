from django.db import migrations

from cms.desk.workflow.groups import standard_groups, standard_workflow


def make(apps, schema_editor):
    standard_groups.make(apps)
    standard_workflow.make(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailadmin", "0005_editingsession_is_editing"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("content", "0008_seen_source"),
        ("search", "0002_synonym"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
