from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publication', '0003_terms'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cursor',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('version', models.BigIntegerField(default=0)),
                ('state', models.JSONField(default=dict)),
                ('moved_at', models.DateTimeField(null=True)),
                ('held_by', models.CharField(blank=True, default='', max_length=120)),
                ('held_until', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failing_since', models.DateTimeField(null=True)),
                ('retry_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, default='', max_length=300)),
            ],
        ),
    ]
