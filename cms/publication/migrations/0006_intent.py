from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publication", "0005_consumer_offset"),
    ]

    operations = [
        migrations.CreateModel(
            name="Intent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63)),
                ("event", models.CharField(max_length=8)),
                ("row", models.CharField(blank=True, max_length=64)),
                ("item", models.CharField(blank=True, max_length=64)),
                ("urgent", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("failures", models.PositiveIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "indexes": [models.Index(fields=["-urgent", "id"], name="intent_in_order")],
            },
        ),
    ]
