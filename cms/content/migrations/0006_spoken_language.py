"""Files know which language their words are in."""

from django.db import migrations, models

from cms.content.words.spoken_language import spoken_language


def read_languages(apps, schema_editor):
    """Of the files whose words have been read already."""
    for reading in apps.get_model("content", "FileReading").objects.filter(outcome="read").iterator(chunk_size=50):
        spoken = spoken_language("\n".join(page["text"] for page in reading.texts))
        if spoken:
            apps.get_model("content", "File").objects.filter(pk=reading.pk).update(spoken=spoken)


class Migration(migrations.Migration):
    dependencies = [("content", "0005_snippet_item")]

    operations = [
        migrations.AddField("file", "spoken", models.CharField(blank=True, default="", editable=False, max_length=2)),
        migrations.RunPython(read_languages, migrations.RunPython.noop),
    ]
