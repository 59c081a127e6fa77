from django.db import migrations, models


class Migration(migrations.Migration):
    """An edition's bytes in Brotli and Zstandard stand beside those in gzip."""

    dependencies = [("publication", "0014_latest_changes")]

    operations = [
        migrations.AddField(model_name="edition", name="body_br", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="edition", name="body_zstd", field=models.BinaryField(null=True)),
        migrations.AddField(model_name="edition", name="encoded_version", field=models.BigIntegerField(null=True)),
    ]
