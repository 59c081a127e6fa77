from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publication", "0012_notices")]

    operations = [
        migrations.AddField(
            model_name="readernotice",
            name="moved_to",
            field=models.UUIDField(db_index=True, null=True),
        ),
        migrations.AlterField(
            model_name="readernotice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("withdrawn", "Withdrawn: it can still be read, with a notice"),
                    ("gone", "Gone: it cannot be read any more"),
                    ("moved", "Moved: its addresses lead to another item"),
                    ("ended", "In force again"),
                ],
                max_length=12,
            ),
        ),
    ]
