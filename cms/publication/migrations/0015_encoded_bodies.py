import brotli
from backports import zstd
from django.db import migrations, models

AT_ONCE = 200


def encode_what_is_public(apps, schema_editor):
    editions = apps.get_model("publication", "Edition").objects
    public = list(editions.filter(state="published").values_list("pk", flat=True))
    for first in range(0, len(public), AT_ONCE):
        rows = list(editions.filter(pk__in=public[first : first + AT_ONCE]).only("body", "version"))
        for row in rows:
            row.body_br, row.body_zstd = brotli.compress(row.body, quality=5), zstd.compress(row.body, level=6)
            row.encoded_version = row.version
        editions.bulk_update(rows, ["body_br", "body_zstd", "encoded_version"])


class Migration(migrations.Migration):
    """An edition's bytes in Brotli and Zstandard stand beside those in gzip."""

    dependencies = [("publication", "0014_latest_changes")]

    operations = [
        migrations.AddField(model_name="edition", name="body_br", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="edition", name="body_zstd", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="edition", name="encoded_version", field=models.BigIntegerField(null=True)),
        migrations.RunPython(encode_what_is_public, migrations.RunPython.noop, elidable=True),
    ]
