"""Small banks in YAML for the tests of this area."""

from __future__ import annotations

from pathlib import Path

CARD = """\
      - id: {id}
        question: "What is {id}?"
        difficulty: easy
        likelihood: low
        answer:
          - "The first line of {id}, which is long enough to stand on its own."
          - "The second line of {id}, which is long enough to stand on its own."
          - "The third line of {id}, which is long enough to stand on its own."
          - "The fourth line of {id}, which is long enough to stand on its own."
        probes:
          - {{q: "Why {id}?", a: "Because."}}
          - {{q: "How {id}?", a: "So."}}
        references:
          - {{title: "On {id}", url: "https://arxiv.org/abs/1502.03167", year: 2015}}
        tags: [one]
        hint: "Four cues to {id}."
        intuition: "{id} is like a first step. The rest follows."
"""


CODED = """\
version: 1
title: Coding
start: [softmax]
sections:
  - id: coding
    title: Coding
    questions:
      - id: softmax
        question: "Implement a stable softmax."
        hint: "What overflows?"
        answer: ["Subtract the maximum.", "Then exponentiate.", "Divide by the sum.", "Test with large scores."]
        intuition: "Setting all clocks back an hour changes no difference between them."
        formula: "softmax(z) = softmax(z − c)"
        code: |
          def softmax(z):
              e = np.exp(z - z.max(axis=-1, keepdims=True))    # [bold]at most 1[/bold], and $x_1$ \\alpha
              return e / e.sum(axis=-1, keepdims=True)
        probes: [{q: "Why subtract the maximum?", a: "So that nothing overflows."}]
        pitfall: "Forgetting the axis."
        references: [{title: "NumPy", url: "https://numpy.org/doc", year: 2026}]
        as_of: "2026-11"
        as_of_note: "A finished matter."
"""
"""A bank of one card with every field of the newer format."""
CODE = CODED[CODED.index("def softmax") : CODED.index("        probes")].replace("\n          ", "\n")


def bank(*ids: str, section: str = "basics", head: str = "") -> str:
    """A clean bank of one section with a card for each id."""
    top = f"version: 1\ntitle: Tiny\ntags: [one, two]\n{head}sections:\n  - id: {section}\n    title: Basics\n"
    return top + "    questions:\n" + "".join(CARD.format(id=id_) for id_ in ids)


def write(path: Path, text: str | bytes) -> Path:
    """The file, written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
