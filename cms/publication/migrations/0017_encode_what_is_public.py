import brotli
from backports import zstd
from django.db import migrations

AT_ONCE = 200


def encode_what_is_public(apps, schema_editor):
    editions = apps.get_model("publication", "Edition").objects
    public = list(editions.filter(state="published", encoded_version=None).values_list("pk", flat=True))
    for first in range(0, len(public), AT_ONCE):
        for row in editions.filter(pk__in=public[first : first + AT_ONCE]).only("body", "version"):
            # What the release before publishes meanwhile is another version, and is encoded when it is given.
            editions.filter(pk=row.pk, version=row.version).update(
                body_br=brotli.compress(row.body, quality=5),
                body_zstd=zstd.compress(row.body, level=6),
                encoded_version=row.version,
            )


class Migration(migrations.Migration):
    """Apart from the columns, and row by row: while a table is changed nobody reads it."""

    atomic = False
    dependencies = [("publication", "0016_language_standings")]
    operations = [migrations.RunPython(encode_what_is_public, migrations.RunPython.noop, elidable=True)]
