import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def release_what_is_public(apps, schema_editor):
    """What readers see becomes each item's first release, word for word and with the same status of its translation."""
    edition, release, released = (
        apps.get_model("publication", name) for name in ("Edition", "Release", "ReleasedVersion")
    )
    rows = apps.get_model("wagtailcore", "Page").objects.values_list(
        "translation_key", "locale__language_code", "slug"
    )
    slugs = {(item, language): slug for item, language, slug in rows.iterator()}
    fields = ("item", "language", "revision", "updated_at", "translation_status", "translation_since")
    public = {}
    for row in edition.objects.filter(state="published").order_by("item", "language").values(*fields).iterator():
        if (row["item"], row["language"]) in slugs:
            public.setdefault(row["item"], []).append(row)
    now = timezone.now()
    for item, versions in public.items():
        made = release.objects.create(item=item, kind="together" if len(versions) == 2 else "first", at=now)
        released.objects.bulk_create(
            released(
                release=made,
                language=row["language"],
                revision=row["revision"],
                slug=slugs[item, row["language"]],
                published=row["updated_at"],
                stale_since=row["translation_since"] if row["translation_status"] == "stale" else None,
            )
            for row in versions
        )


class Migration(migrations.Migration):

    dependencies = [
        ('publication', '0009_one_edition_an_address'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(blank=True, max_length=300)),
                ('reason', models.TextField(blank=True)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('item', models.UUIDField()),
                ('kind', models.CharField(choices=[('first', 'For the first time'), ('together', 'Both languages together'), ('minor', 'A minor change'), ('alone', 'One language alone'), ('take-down', 'Taken down')], max_length=12)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'permissions': [('release_alone', 'Can release one language alone')],
            },
        ),
        migrations.CreateModel(
            name='ReleasedVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('cy', 'Cymraeg'), ('en', 'English')], max_length=2)),
                ('revision', models.BigIntegerField(db_index=True, null=True)),
                ('slug', models.CharField(max_length=255)),
                ('published', models.DateTimeField(null=True)),
                ('stale_since', models.DateTimeField(null=True)),
                ('change_note', models.CharField(blank=True, max_length=300)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='publication.release')),
            ],
        ),
        migrations.CreateModel(
            name='ReleaseInstruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(blank=True, max_length=300)),
                ('reason', models.TextField(blank=True)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('item', models.UUIDField(db_index=True)),
                ('kind', models.CharField(choices=[('minor', 'The other language needs no change'), ('alone', 'One language goes out alone'), ('same', 'The two languages say the same'), ('one-language', 'Only this language is taken down')], max_length=12)),
                ('language', models.CharField(blank=True, choices=[('cy', 'Cymraeg'), ('en', 'English')], max_length=2)),
                ('cy', models.BigIntegerField(null=True)),
                ('en', models.BigIntegerField(null=True)),
                ('base', models.BigIntegerField(null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='release',
            index=models.Index(fields=['item', '-id'], name='release_by_item'),
        ),
        migrations.AddIndex(
            model_name='release',
            index=models.Index(fields=['until'], name='release_by_end'),
        ),
        migrations.AddConstraint(
            model_name='releasedversion',
            constraint=models.UniqueConstraint(fields=('release', 'language'), name='one_version_a_language'),
        ),
        migrations.RunPython(release_what_is_public, migrations.RunPython.noop, elidable=True),
    ]
