from django.db import migrations, models

WIDTHS = (320, 480, 800, 1200, 1600)


def note_present_addresses(apps, schema_editor):
    """What is or was public has the address where it is, or last was: of several, what is public, for longest, or ended last."""
    AddressHistory = apps.get_model("publication", "AddressHistory")
    Edition = apps.get_model("publication", "Edition")
    Facet = apps.get_model("publication", "Facet")
    ended = Edition.objects.exclude(state="published").order_by("state_since", "pk")
    public = Edition.objects.filter(state="published").order_by("-state_since", "-pk")
    columns = ("path", "item", "state_since")
    rows = [*ended.values_list(*columns), *public.values_list(*columns)]
    AddressHistory.objects.bulk_create(
        (AddressHistory(path=path, owner=item, since=since) for path, item, since in rows), batch_size=1000
    )
    offered = {}
    for name in ("file", "picture"):
        facets = Facet.objects.filter(name=name).order_by("edition__state_since")
        for uid, since in facets.values_list("value", "edition__state_since").iterator():
            offered.setdefault((name, uid), since)
    files = apps.get_model("content", "File").objects.values_list("uid", "file")
    pictures = apps.get_model("content", "Picture").objects.values_list("uid", "width")
    paths = [("file", uid, f"/files/{uid}/{key.rpartition('/')[2]}") for uid, key in files]
    for uid, width in pictures:
        sizes = [size for size in WIDTHS if size <= width] or [width]
        paths += [("picture", uid, f"/pictures/{uid}/{size}.webp") for size in sizes]
    AddressHistory.objects.bulk_create(
        AddressHistory(path=path, owner=uid, since=offered[name, str(uid)])
        for name, uid, path in paths
        if (name, str(uid)) in offered
    )


class Migration(migrations.Migration):

    dependencies = [
        ("publication", "0007_media_and_versions"),
        ("content", "0003_page_item"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressHistory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=1000)),
                ("owner", models.UUIDField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["path", "id"], name="address_by_path"),
                    models.Index(fields=["owner"], name="address_by_owner"),
                ],
            },
        ),
        migrations.RunPython(note_present_addresses, migrations.RunPython.noop),
    ]
