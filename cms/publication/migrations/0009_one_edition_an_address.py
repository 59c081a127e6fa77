import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def withdraw_doubles(apps, schema_editor):
    """Leaves each address to the edition that has been public there for longest; the log tells of the others."""
    edition, change, head = (apps.get_model("publication", name) for name in ("Edition", "Change", "LogHead"))
    now, seen = timezone.now(), set()
    published = edition.objects.filter(state="published").order_by("state_since", "pk")
    doubles = []
    for pk, path in published.values_list("pk", "path").iterator():
        if path in seen:
            doubles.append(pk)
        seen.add(path)
    for row in edition.objects.filter(pk__in=doubles):
        version = (head.objects.values_list("version", flat=True).first() or 0) + 1
        head.objects.filter(pk=1).update(version=version)
        change.objects.create(version=version, item=row.item, languages=row.language, kind="withdrawn", at=now)
        row.state, row.state_since, row.version, row.changed_at = "withdrawn", now, version, now
        row.digest, row.card, row.body, row.body_gzip, row.words = "", b"", b"", b"", ""
        row.save()


LANGUAGES = [("cy", "Cymraeg"), ("en", "English")]


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("publication", "0008_address_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.UUIDField()),
                ("language", models.CharField(choices=LANGUAGES, max_length=2)),
                ("address", models.CharField(max_length=1000)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("item", "language"), name="one_claim_a_language")],
            },
        ),
        migrations.CreateModel(
            name="HeldWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.UUIDField()),
                ("language", models.CharField(choices=LANGUAGES, max_length=2)),
                ("since", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("item", "language"), name="one_hold_a_language")],
            },
        ),
        migrations.RunPython(withdraw_doubles, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")),
                fields=("language", "path"),
                name="one_edition_an_address",
            ),
        ),
    ]
