"""No picture is without words unless somebody says so. What was stored before stays as it was: it is what readers see."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0006_spoken_language")]

    operations = [
        migrations.AlterField(
            "picture",
            "language",
            models.CharField(
                choices=[
                    ("zxx", "No words in the picture"),
                    ("cy", "Welsh"),
                    ("en", "English"),
                    ("mul", "Both, side by side"),
                ],
                help_text="Words in a picture are read by nobody's software: say which language they are in, or that there are none.",
                max_length=3,
                verbose_name="language of the words in it",
            ),
        ),
    ]
