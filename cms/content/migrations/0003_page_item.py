from django.db import migrations, models


def note_pages(apps, schema_editor):
    """Notes the pages that there are."""
    page, page_item = apps.get_model("wagtailcore", "Page"), apps.get_model("content", "PageItem")
    rows = page.objects.values_list("pk", "translation_key").iterator()
    page_item.objects.bulk_create((page_item(page=pk, item=item) for pk, item in rows), batch_size=1000)


class Migration(migrations.Migration):

    dependencies = [
        ("content", "0002_richer_content"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageItem",
            fields=[
                ("page", models.BigIntegerField(primary_key=True, serialize=False)),
                ("item", models.UUIDField()),
            ],
        ),
        migrations.RunPython(note_pages, migrations.RunPython.noop, elidable=True),
    ]
