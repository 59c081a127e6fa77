from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0007_picture_language_is_said'),
    ]

    operations = [
        migrations.CreateModel(
            name='SeenSource',
            fields=[
                ('revision', models.BigIntegerField(primary_key=True, serialize=False)),
                ('source_revision', models.BigIntegerField(null=True)),
                ('digest', models.CharField(max_length=32)),
            ],
            options={
                'verbose_name': 'original that a translator saw',
            },
        ),
    ]
