"""A bilingual Django site of the content, in one file, that keeps itself in step: `python council_site.py runserver 8001`."""

import os
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import Http404, HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from cynnwys import Client, Copy, CynnwysError, sync

API = os.environ.get("CYNNWYS_URL", "http://127.0.0.1:8000")
FILE = Path(os.environ.get("CYNNWYS_COPY", "content.sqlite3"))
if not settings.configured:
    settings.configure(DEBUG=True, ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY="an-example")

PAGE = Engine(autoescape=True).from_string("""<!doctype html>
<html lang="{{ item.language }}">
<head><meta charset="utf-8"><title>{{ item.title }}</title><link rel="canonical" href="{{ item.canonical }}"></head>
<body>
<nav>{% for other in languages %}<a href="{{ other.path }}" hreflang="{{ other.language }}" lang="{{ other.language }}">
{{ other.title }}</a>{% endfor %}</nav>
<main><h1>{{ item.title }}</h1>
{% if item.withdrawn %}<p><strong>{{ item.withdrawn.notice }}</strong></p>{% endif %}
<p>{{ item.summary }}</p>
{% for block in blocks %}
{% if block.type == "heading" %}<h2>{{ block.text }}</h2>
{% elif block.type == "text" or block.type == "key_message" %}{{ block.text.html|safe }}
{% elif block.type == "checklist" %}<ul>{% for point in block.points %}<li>{{ point }}</li>{% endfor %}</ul>
{% elif block.type == "expandable" %}<details><summary>{{ block.heading }}</summary>{{ block.text.html|safe }}</details>
{% elif block.type == "flowchart" %}{{ block.svg|safe }}
{% endif %}{% endfor %}
<ul>{% for child in item.children %}<li><a href="{{ child.path }}">{{ child.title }}</a></li>{% endfor %}</ul></main>
<footer>{{ item.attribution.publisher.name }} · {{ item.licence.label }}</footer>
</body></html>""")


def page(request: HttpRequest, language: str, rest: str = "") -> HttpResponse:
    """The item at a path, with the way to its other language."""
    with Copy(FILE) as copy:
        item = copy.item_at(request.path, language)
        if item is None:
            raise Http404("Nid oes tudalen yma. / There is no page here.")
        other = copy.item(item["id"], "en" if language == "cy" else "cy")
    blocks = list(item["body"])
    for chapter in item.get("chapters", []):
        blocks += [{"type": "heading", "text": chapter["title"]}, *chapter["body"]]
    context = {"item": item, "blocks": blocks, "languages": [other] if other else []}
    return HttpResponse(PAGE.render(Context(context)))


urlpatterns = [
    path(f"{language}/{rest}", page, {"language": language})
    for language in ("cy", "en")
    for rest in ("", "<path:rest>")
]


def keep_in_step() -> None:
    """Takes up each change as it happens, for as long as the process lives."""
    api = Client(API)
    with Copy(FILE) as copy:
        while True:
            try:
                sync(api, copy, wait=25)
            except CynnwysError as error:
                print(error, file=sys.stderr)
                time.sleep(30)


if __name__ == "__main__":
    threading.Thread(target=keep_in_step, daemon=True).start()
    execute_from_command_line([*sys.argv, "--noreload"])
