"""The names that `[keys]` in the settings may give keys to, so that commands need not import the screens."""

from __future__ import annotations

from collections.abc import Iterable

ACTIONS = frozenset(
    """
    about accept again apply asked-down asked-next asked-up back begin browse bury card-down card-up change
    choose code commands compare continue copy cram date default details discard-draft done down drill
    drill-all earlier edit edit-draft end export extend-down extend-up filter flag forget go-on grade-again
    grade-easy grade-good grade-hard guide help hint history home home-again home-easy home-good home-hard
    import interview interviews keep keep-draft key-names later leave less lightning line lines links list-down
    list-first list-last list-page-down list-page-up list-up listed longer minutes missed-again missed-probes
    mock more new-asked new-card next next-date no note-interview on open order page-1 page-2 page-3 page-4
    page-5 page-6 page-back page-down page-up plan preview previous probe-right probe-wrong probes quit raw
    read reset reveal reverse review right save save-asked save-filter saved-filters scores scroll-down
    scroll-pagedown scroll-pageup scroll-up search sections select select-all settings shorter skip sort source
    source-1 source-2 source-3 source-4 source-5 source-6 source-7 source-8 source-9 stance start stats sure
    sure-of-it suspend tick-5 tick-6 tick-7 tick-8 tick-a tick-all tick-asked tick-b tick-c tick-d to-shell
    today top type undo up weak week-earlier week-later went went-badly went-before went-mixed went-next
    went-well write write-own wrong yes
    """.split()  # noqa: SIM905 (as literals they would fill a page)
)
"""The name of every action that can have another key: the ids of all bindings of the app."""


def unknown_actions(names: Iterable[str]) -> list[str]:
    """A line for each name that is not an action, with similar names."""
    faults = []
    for name in names:
        if name not in ACTIONS:
            from difflib import get_close_matches

            near = get_close_matches(name, sorted(ACTIONS), n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else "? names those of a screen"
            faults.append(f"keys: no action is called {name!r}; {hint}")
    return faults
