#!/usr/bin/env python3
"""Writes cms/content/words/welsh_or_english.tsv from py3langid's model. Where py3langid 0.4.0 and numpy are installed:

python bin/language-weights.py > cms/content/words/welsh_or_english.tsv
"""

import re
from collections import deque

from py3langid.langid import LanguageIdentifier

LETTERS = re.compile(r"[a-zâêîôûŵŷàèìòùẁỳáéíóúẃýäëïöüẅÿ '-]{1,5}")
# What neither language has: a sequence that is no evidence. Both, and the least that counts, are logarithms.
SEEN, TELLING = 1.5, 2.0
HEADER = """\
# How much more likely each sequence of letters is in Welsh than in English; "_" is a space.
# Taken from the model of py3langid 0.4.0 by bin/language-weights.py.
# Copyright 2011 Marco Lui <saffsd@gmail.com>, 2021 Adrien Barbaresi. BSD 3-Clause Licence."""


def sequences(model):
    """Each sequence of bytes that the model knows, with the number of its feature."""
    names, queue = {0: b""}, deque([0])
    while queue:
        state = queue.popleft()
        for byte in range(256):
            following = int(model.tk_nextmove[model._rowbase[state] + byte])
            if following not in names:
                names[following] = names[state] + bytes([byte])
                queue.append(following)
    found = {}
    for state, name in sorted(names.items(), key=lambda entry: len(entry[1])):
        if model.tk_output[state] >= 0:
            found.setdefault(int(model.tk_output[state]), name)
    return found


def weights():
    """The sequences of letters that tell the two languages apart, by their weight."""
    model = LanguageIdentifier.from_model_file("data/model.npz.xz")
    model.set_languages(["cy", "en"])
    likely = model.nb_ptc.astype(float)
    least = likely.min(0)
    found = {}
    for feature, name in sequences(model).items():
        welsh, english = likely[feature]
        weight = welsh - english
        seen = max(welsh - least[0], english - least[1]) > SEEN
        letters = name.decode(errors="replace")
        if seen and abs(weight - (least[0] - least[1])) > TELLING and LETTERS.fullmatch(letters):
            found.setdefault(f"{weight:.1f}", []).append(letters.replace(" ", "_"))
    return found


if __name__ == "__main__":
    print(HEADER)
    for weight, found in sorted(weights().items(), key=lambda entry: float(entry[0])):
        print(weight, *sorted(found), sep="\t")
