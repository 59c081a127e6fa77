from django.db import migrations, models
from django.db.models import Exists, OuterRef


def mark_what_was_superseded(apps, schema_editor):
    changes = apps.get_model("publication", "Change").objects
    later = changes.filter(item=OuterRef("item"), version__gt=OuterRef("version"))
    changes.filter(Exists(later)).update(latest=False)


class Migration(migrations.Migration):
    """The last change of each item is known by its row, so that a feed of them costs the same however long the log is."""

    dependencies = [("publication", "0012_notices")]

    operations = [
        migrations.AddField(
            model_name="loghead", name="horizon", field=models.BigIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            model_name="loghead", name="compacted", field=models.BigIntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            model_name="change", name="latest", field=models.BooleanField(db_default=True, default=True)
        ),
        migrations.RunPython(mark_what_was_superseded, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(condition=models.Q(("latest", True)), fields=["version"], name="latest_change"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(condition=models.Q(("latest", True)), fields=["item"], name="latest_change_of_item"),
        ),
    ]
