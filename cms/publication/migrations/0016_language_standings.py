from django.db import migrations, models


class Migration(migrations.Migration):
    """What each language of an item lacks against the other is kept, and its figures day by day."""

    dependencies = [
        ('publication', '0015_encoded_bodies'),
    ]

    operations = [
        migrations.CreateModel(
            name='LanguageStanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.UUIDField()),
                ('language', models.CharField(choices=[('cy', 'Cymraeg'), ('en', 'English')], max_length=2)),
                ('type', models.CharField(max_length=20)),
                ('section', models.CharField(blank=True, max_length=5)),
                ('audiences', models.CharField(blank=True, max_length=200)),
                ('gaps', models.CharField(blank=True, max_length=500)),
                ('lag', models.CharField(blank=True, choices=[('missing', 'Missing'), ('incomplete', 'Not complete'), ('behind', 'Out of date')], max_length=12)),
                ('lag_since', models.DateTimeField(null=True)),
                ('lag_words', models.PositiveIntegerField(default=0)),
                ('held', models.CharField(blank=True, max_length=16)),
                ('held_since', models.DateTimeField(null=True)),
                ('public_words', models.PositiveIntegerField(default=0)),
                ('stale_words', models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "page",
                "verbose_name_plural": "pages",
                'indexes': [models.Index(condition=models.Q(('lag', ''), _negated=True), fields=['lag_since', 'item'], name='standing_by_lag'), models.Index(condition=models.Q(('held', ''), _negated=True), fields=['held_since', 'item'], name='standing_by_hold')],
                'constraints': [models.UniqueConstraint(fields=('item', 'language'), name='one_standing_a_language')],
            },
        ),
        migrations.CreateModel(
            name='ParitySample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('language', models.CharField(choices=[('cy', 'Cymraeg'), ('en', 'English')], max_length=2)),
                ('type', models.CharField(max_length=20)),
                ('public', models.PositiveIntegerField()),
                ('both', models.PositiveIntegerField()),
                ('missing', models.PositiveIntegerField()),
                ('behind', models.PositiveIntegerField()),
                ('words_behind', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'language', 'type'), name='one_sample_a_day')],
            },
        ),
    ]
