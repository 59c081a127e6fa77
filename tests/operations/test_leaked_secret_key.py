"""What docs/operations.md says of a leaked SECRET_KEY: without the old one nothing holds that was made with it."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client

from cms.partners.keys.key_issuing import issue
from cms.partners.keys.key_text import is_of
from cms.partners.models import KeyKind
from tests.partners.gated import a_partner
from tests.previews.shared import asked, drafts, token

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("keeps", [True, False], ids=["kept as a fallback", "left out"])
def test_only_with_the_old_one_does_anything_hold_that_was_made_with_it(settings: Any, keeps: bool) -> None:
    user = get_user_model().objects.create_superuser("golygydd", email="golygydd@example.test")
    client = Client()
    client.force_login(user)
    scene = drafts()
    _, shared = token(scene.original)
    key, issued = issue(a_partner(), KeyKind.LIVE)
    mailed = PasswordResetTokenGenerator().make_token(user)

    def holds() -> dict[str, bool]:
        return {
            "session": client.get("/admin/").status_code == 200,
            "preview": asked(f"/api/v1/en/items/{scene.original.translation_key}", shared).status_code == 200,
            "key": is_of(issued, key.digest),
            "mailed link": PasswordResetTokenGenerator().check_token(user, mailed),
        }

    assert set(holds().values()) == {True}
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if keeps else []
    settings.SECRET_KEY = "another one altogether"
    assert set(holds().values()) == {keeps}
