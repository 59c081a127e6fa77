"""Wales's early-permanence content in Welsh and English: read it, search it, keep a copy of it, verify its webhooks."""

from .client import Client, Language
from .copy import Copy, CopyChange, NotACopy, Overtaken
from .problems import BeginAgain, CynnwysError, Gone, NoAnswer, NotPublic, Problem
from .synchronising import sync
from .webhooks import NotASecret, NotSigned, verify

__all__ = [
    "BeginAgain", "Client", "Copy", "CopyChange", "CynnwysError", "Gone", "Language", "NoAnswer", "NotACopy", "NotASecret",
    "NotPublic", "NotSigned", "Overtaken", "Problem", "sync", "verify",
]  # fmt: skip
