from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("publication", "0004_cursor"),
    ]

    operations = [
        migrations.RenameModel(old_name="Cursor", new_name="ConsumerOffset"),
    ]
