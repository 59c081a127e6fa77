"""What can go wrong: problems that the API answers with (RFC 9457), and no answer at all."""

from collections.abc import Mapping
from typing import Any

_TRANSIENT = {429, 500, 502, 503, 504}


class CynnwysError(Exception):
    """Whatever this package raises. What `may_pass` is worth another try after a while."""

    may_pass = False


class NoAnswer(CynnwysError):
    """The API could not be reached, or broke off, however often it was asked."""

    may_pass = True


class BrokenOff(NoAnswer):
    """An answer that is read as it comes ended before it was whole."""


class Problem(CynnwysError):
    """An answer that is a problem. `title` and `detail` are for people, in `language`; programs go by `status` and `code`."""

    def __init__(self, members: Mapping[str, Any], retry_after: float | None = None) -> None:
        self.members = dict(members)
        self.status: int = int(members.get("status", 0))
        self.code: str = str(members.get("code", ""))
        self.title: str = str(members.get("title", ""))
        self.detail: str = str(members.get("detail", ""))
        self.language: str = str(members.get("language", ""))
        self.retry_after = retry_after
        self.may_pass = self.status in _TRANSIENT
        super().__init__(f"{self.status} {self.title}: {self.detail}")


class NotPublic(Problem):
    """404 or 410: it is not public in this language. `available` says where the other language is."""

    @property
    def available(self) -> list[dict[str, Any]]:
        """Each language in which it is public: `language`, `title`, `address`, `api`."""
        found = self.members.get("available")
        return list(found) if isinstance(found, list) else []


class Gone(NotPublic):
    """410: it was public and is no more. `notice` says why, where a reason was given."""

    @property
    def notice(self) -> dict[str, str] | None:
        """The reason in both languages, by code."""
        found = self.members.get("notice")
        return dict(found) if isinstance(found, Mapping) else None


class BeginAgain(Problem):
    """410 of a token: it has expired, or is not of this installation. What is kept is to be fetched anew."""


def problem_of(members: Mapping[str, Any], retry_after: float | None = None) -> Problem:
    """The exception that a problem document stands for."""
    if "begin_again" in members:
        return BeginAgain(members, retry_after)
    kind = {404: NotPublic, 410: Gone}.get(int(members.get("status", 0)), Problem)
    return kind(members, retry_after)
