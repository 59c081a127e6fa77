"""Which files are probably one in two languages, and the verbs that say they are."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from wagtail.permissions import policy_registry

from cms.content.languages import CODES
from cms.content.models import File

from .file_names import read_name
from .models import FilePair
from .translated_files import give_twins

# What somebody uploads at one sitting.
_SITTING: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class PairSuggestion:
    """Two files that may be one. `by_name`: their names say so; otherwise that they came together and are of one kind."""

    cy: File
    en: File
    by_name: bool

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.cy.pk}-{self.en.pk}"


def changeable_files(user: Any) -> Any:
    """The files in one language that a user may change."""
    policy = policy_registry.get_by_type(File)
    return policy.instances_user_has_permission_for(user, "change").filter(language__in=CODES)


def suggested_pairs(user: Any) -> list[PairSuggestion]:
    """What to offer: files with one name less the language, and of the rest what came together and has no other match."""
    alone = list(changeable_files(user).filter(pair_as_cy=None, pair_as_en=None).order_by("-created_at", "pk"))
    found = [PairSuggestion(cy, en, by_name=True) for cy, en in _matched(alone, _name_key)]
    taken = {file.pk for pair in found for file in (pair.cy, pair.en)}
    left = [file for file in alone if file.pk not in taken]
    together = _matched(left, _kind_key)
    found += [PairSuggestion(cy, en, by_name=False) for cy, en in together if _of_one_sitting(cy, en)]
    return found


def pair_files(user: Any, keys: Iterable[tuple[int, int]]) -> list[FilePair]:
    """Says of files, Welsh first, that they are one. What the user may not change, or has a twin, is left as it is."""
    made = []
    with transaction.atomic():
        files = {file.pk: file for file in changeable_files(user).select_for_update(of=("self",))}
        for cy_key, en_key in keys:
            cy, en = files.get(cy_key), files.get(en_key)
            if cy and en and (cy.language, en.language) == CODES and not (twin_of(cy) or twin_of(en)):
                made.append(FilePair.objects.create(cy=cy, en=en))
        give_twins(made)
    return made


def separate_files(user: Any, keys: Iterable[int]) -> int:
    """Takes back of pairs that they are one. Translations keep the files that they have."""
    own = changeable_files(user).values("pk")
    return FilePair.objects.filter(pk__in=list(keys), cy__in=own, en__in=own).delete()[0]


def twin_of(file: File) -> File | None:
    """The file that says the same in the other language."""
    pair = FilePair.objects.filter(cy=file).first() or FilePair.objects.filter(en=file).first()
    if pair is None:
        return None
    return pair.en if pair.cy_id == file.pk else pair.cy


def _name_key(file: File) -> Hashable:
    name = read_name(file.filename)
    return name.stem, name.extension


def _kind_key(file: File) -> Hashable:
    """All but the words: `canllaw-2026-cy.pdf` and `guide-2026-en.pdf` are of a kind."""
    name = read_name(file.filename)
    return file.uploaded_by_user_id, file.collection_id, name.extension, name.figures, file.pages


def _matched(files: Iterable[File], key: Callable[[File], Hashable]) -> Iterator[tuple[File, File]]:
    """Of files with the same key the only one in each language."""
    groups: dict[Hashable, dict[str, list[File]]] = defaultdict(lambda: {code: [] for code in CODES})
    for file in files:
        groups[key(file)][file.language].append(file)
    for group in groups.values():
        if all(len(group[code]) == 1 for code in CODES):
            yield group["cy"][0], group["en"][0]


def _of_one_sitting(one: File, other: File) -> bool:
    return bool(abs(one.created_at - other.created_at) <= _SITTING)
