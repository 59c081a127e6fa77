"""What somebody's second factor is: one key that an app makes numbers from (TOTP), and recovery codes, each good for once."""

import time
from typing import Any, Final

import segno
from django.db import transaction
from django.utils import timezone
from django_otp import devices_for_user, user_has_device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES: Final = 10
_STEP: Final = 30


def has_second_factor(user: Any) -> bool:
    """Whether somebody has set one up."""
    return bool(user_has_device(user))


def key_is_shown_by(key: str, number: str) -> bool:
    """Whether a number comes from the key that is being set up: the app has it, and its clock is right."""
    if not number.isascii() or not number.isdigit():
        return False
    totp = TOTP(bytes.fromhex(key), _STEP)
    totp.time = time.time()
    return bool(totp.verify(int(number), tolerance=1))


@transaction.atomic
def set_up(user: Any, key: str) -> tuple[TOTPDevice, list[str]]:
    """Makes a key somebody's second factor in place of what they had; with the recovery codes, which are shown once."""
    forget(user)
    # The number that has shown the key is used up: it opens nothing more.
    used = int(time.time()) // _STEP
    device = TOTPDevice.objects.create(user=user, name="app", key=key, confirmed=True, last_t=used)
    return device, new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: Any) -> list[str]:
    """Recovery codes in place of those that were given out before."""
    device, _ = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery"})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return codes


def recovery_codes_left(user: Any) -> int:
    """How many codes have not been used."""
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def device_that_takes(user: Any, code: str) -> Any | None:
    """The device that a number or a recovery code is of; None where it is wrong, or has to wait (`seconds_to_wait`)."""
    kind = TOTPDevice if code.isascii() and code.isdigit() else StaticDevice
    for device in kind.objects.devices_for_user(user, confirmed=True).select_for_update():
        if device.verify_token(code):
            return device
    return None


def seconds_to_wait(user: Any) -> int:
    """For how long no code is taken, after wrong ones: twice as long after each."""
    waits = [0]
    for device in devices_for_user(user):
        allowed, why = device.verify_is_allowed()
        if not allowed and why and "locked_until" in why:
            waits.append(int((why["locked_until"] - timezone.now()).total_seconds()) + 1)
    return max(waits)


@transaction.atomic
def forget(user: Any) -> bool:
    """Takes somebody's second factor away; whether there was one."""
    found = list(devices_for_user(user, confirmed=None))
    for device in found:
        device.delete()
    return bool(found)


def qr_code(user: Any, key: str) -> str:
    """The key as a picture (a data: address of SVG) that an app reads with its camera."""
    address = TOTPDevice(user=user, key=key).config_url
    return str(segno.make(address, error="m").svg_data_uri(scale=4, dark="#000", light="#fff"))
