"""Measures the Welsh analysis on any treebank in CoNLL-U format: `python bench/welsh.py PATH.conllu [--misses N]`.

Content words: NOUN, VERB, ADJ, PROPN with a letter, without bod (to be), lower-cased; of a range (1-2) by their own lines.
- A form meets its lemma if index_keys(form) has a key of each list of query_keys(lemma). In % of the distinct (form, lemma,
  features), and of all occurrences. Mutated: Mutation among the features; plural: NOUN, Number=Plur; finite verb: VerbForm=Fin.
- Wrong meetings: of all pairs of a distinct form and another lemma of the corpus that begins with the same three letters, in %.
- Retrieval: a sentence, as written, is a document; each content lemma is a query; a sentence with a word of that lemma, of any
  part of speech, is relevant. Precision, recall and F1 over all answers together (micro).
- Without accents: lemmas that have an accent, typed without; the mean of their F1 (macro), and that over all lemmas typed so.
- Speed: distinct forms, nothing remembered, a second of one core. Load: a fresh process, to the first words analysed.
"""

import argparse
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

CONTENT = {"NOUN", "VERB", "ADJ", "PROPN"}
TO_BE = "bod"
LOADING = """
import time
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
before, start = resident(), time.perf_counter()
from search.analysis import index_keys
index_keys("y gathod llwydion anwybyddus", "cy")
print(f"{time.perf_counter() - start:.2f} s, {resident() - before:.0f} MB")
"""


class Word(NamedTuple):
    form: str
    lemma: str
    part: str
    features: str

    @property
    def content(self) -> bool:
        return self.part in CONTENT and self.lemma != TO_BE and any(letter.isalpha() for letter in self.form)


class Sentence(NamedTuple):
    text: str
    words: list[Word]


Keys = Callable[[str], set[str]]
Query = Callable[[str], list[set[str]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebank", type=Path)
    parser.add_argument(
        "--misses", type=int, default=0, help="show so many forms that miss their lemma, and wrong meetings"
    )
    parser.add_argument("--part", default="", help="k/n: only every n-th sentence, beginning with the k-th")
    arguments = parser.parse_args()
    sentences = list(read(arguments.treebank))
    if arguments.part:
        first, step = (int(number) for number in arguments.part.split("/"))
        sentences = sentences[first::step]
    from search.analysis import Analyser

    analyser = Analyser("cy")

    def keys(text: str) -> set[str]:
        return set(analyser.index_keys(text))

    def query(text: str) -> list[set[str]]:
        return [set(alternatives) for alternatives in analyser.query_keys(text)]

    print(
        "load (fresh process):", subprocess.check_output([sys.executable, "-c", LOADING], cwd=ROOT, text=True).strip()
    )
    print(f"new words: {speed(sentences):,.0f}/s")
    report(sentences, keys, query, arguments.misses)


def report(sentences: list[Sentence], keys: Keys, query: Query, misses: int = 0) -> None:
    pairs = Counter(word for sentence in sentences for word in sentence.words if word.content)
    missed = meetings(pairs, keys, query)
    wrong, compared = wrong_meetings(pairs, keys, query)
    print(f"wrong meetings: {100 * len(wrong) / compared:.2f} % ({len(wrong)} of {compared:,} pairs)")
    retrieval(sentences, keys, query)
    if misses:
        print("\nmissed:", "; ".join(f"{w.form}/{w.lemma} {w.part[:1]}{n}" for w, n in missed[:misses]))
        print("\nwrong:", "; ".join(f"{form}~{lemma}" for form, lemma in wrong[:misses]))


def read(path: Path) -> Iterator[Sentence]:
    """The sentences of a treebank: their texts as written, and their syntactic words."""
    text, words = "", list[Word]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        fields = line.split("\t")
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif not line and words:
            yield Sentence(text, words)
            words = []
        elif fields[0].isdigit():
            words.append(Word(fields[1].lower(), fields[2].lower(), fields[3], fields[5]))


def meets(form: set[str], sought: list[set[str]]) -> bool:
    return bool(sought) and all(form & alternatives for alternatives in sought)


def meetings(pairs: Counter[Word], keys: Keys, query: Query) -> list[tuple[Word, int]]:
    """Prints how many forms meet their lemma; gives those that do not, the commonest first."""
    met = {word: meets(keys(word.form), query(word.lemma)) for word in pairs}
    kinds: dict[str, Callable[[Word], bool]] = {
        "all": lambda word: True,
        "mutated": lambda word: "Mutation=" in word.features,
        "plural": lambda word: word.part == "NOUN" and "Number=Plur" in word.features,
        "finite verb": lambda word: "VerbForm=Fin" in word.features.replace("VerbForm=FinRel", ""),
    }
    for name, belongs in kinds.items():
        chosen = [word for word in pairs if belongs(word)]
        distinct = share(sum(met[word] for word in chosen), len(chosen))
        occurring = share(sum(pairs[word] * met[word] for word in chosen), sum(pairs[word] for word in chosen))
        print(
            f"forms that meet their lemma, {name}: {distinct:.1f} % of {len(chosen)} distinct, {occurring:.1f} % of occurrences"
        )
    return [(word, count) for word, count in pairs.most_common() if not met[word]]


def wrong_meetings(pairs: Iterable[Word], keys: Keys, query: Query) -> tuple[list[tuple[str, str]], int]:
    """The pairs of a form and another lemma like it that meet, and how many were compared."""
    lemmas_of: dict[str, set[str]] = defaultdict(set)
    alike: dict[str, set[str]] = defaultdict(set)
    for word in pairs:
        lemmas_of[word.form].add(word.lemma)
        alike[word.lemma[:3]].add(word.lemma)
    others = [(form, lemma) for form, right in lemmas_of.items() for lemma in alike[form[:3]] - right]
    return [(form, lemma) for form, lemma in others if meets(keys(form), query(lemma))], len(others)


def retrieval(sentences: list[Sentence], keys: Keys, query: Query) -> None:
    relevant: dict[str, set[int]] = defaultdict(set)
    postings: dict[str, set[int]] = defaultdict(set)
    lemmas: set[str] = set()
    for number, sentence in enumerate(sentences):
        for key in keys(sentence.text):
            postings[key].add(number)
        for word in sentence.words:
            relevant[word.lemma].add(number)
        lemmas |= {word.lemma for word in sentence.words if word.content}

    def found(text: str) -> set[int]:
        lists = [set().union(*(postings.get(key, set()) for key in alternatives)) for alternatives in query(text)]
        return set.intersection(*lists) if lists else set()

    answers = [(found(lemma), relevant[lemma]) for lemma in lemmas]
    right = sum(len(got & wanted) for got, wanted in answers)
    precision = share(right, sum(len(got) for got, _ in answers))
    recall = share(right, sum(len(wanted) for _, wanted in answers))
    f1 = 2 * precision * recall / (precision + recall)
    print(f"retrieval of {len(lemmas)} lemmas: precision {precision:.1f} %, recall {recall:.1f} %, F1 {f1:.1f} %")
    scores = [f1_of(found(unaccented(lemma)), relevant[lemma]) for lemma in lemmas if unaccented(lemma) != lemma]
    overall = [f1_of(found(unaccented(lemma)), relevant[lemma]) for lemma in lemmas]
    print(
        f"queries typed without accents: mean F1 {mean(scores):.1f} % of {len(scores)}, {mean(overall):.1f} % with all others"
    )


def unaccented(text: str) -> str:
    from search.analysis import fold

    return fold(text)


def f1_of(got: set[int], wanted: set[int]) -> float:
    return share(2 * len(got & wanted), len(got) + len(wanted))


def mean(numbers: list[float]) -> float:
    return sum(numbers) / max(len(numbers), 1)


def share(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def speed(sentences: list[Sentence]) -> float:
    """New words a second of one core, every one analysed for the first time; the best of three."""
    from search.analysis import Analyser

    forms = list({word.form for sentence in sentences for word in sentence.words})
    text, seconds = " ".join(forms), list[float]()
    for _ in range(4):  # the first loads the dictionary
        analyser, start = Analyser("cy"), time.process_time()
        analyser.index_keys(text)
        seconds.append(time.process_time() - start)
    return len(forms) / min(seconds[1:])


if __name__ == "__main__":
    main()
