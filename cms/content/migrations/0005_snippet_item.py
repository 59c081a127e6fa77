from django.db import migrations, models


def note_snippets(apps, schema_editor):
    """Notes the snippets that there are."""
    snippet_item = apps.get_model("content", "SnippetItem")
    for name in ("Organisation", "Topic"):
        model = apps.get_model("content", name)
        rows = model.objects.values_list("pk", "translation_key").iterator()
        table = model._meta.db_table
        snippet_item.objects.bulk_create(
            (snippet_item(table=table, row=pk, item=item) for pk, item in rows), batch_size=1000
        )


class Migration(migrations.Migration):

    dependencies = [
        ("content", "0004_which_bytes"),
    ]

    operations = [
        migrations.CreateModel(
            name="SnippetItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63)),
                ("row", models.BigIntegerField()),
                ("item", models.UUIDField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("table", "row"), name="one_item_a_snippet")],
            },
        ),
        migrations.RunPython(note_snippets, migrations.RunPython.noop, elidable=True),
    ]
