"""Every flow has a scene in which it is killed; the few that have none are named with the reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import betalt.flows
from tests.faults.scenes import FORM, SCENES

FLOWS = Path(betalt.flows.__file__).parent
# What is no flow of its own: each runs inside of the flow that is killed in its stead.
WITHOUT = {
    "go_forward": "it lives one day of a made-up company, by the flows that have scenes of their own",
    "note_answer": "it is played after every scene that is a form",
}


def test_every_flow_is_killed_in_a_scene() -> None:
    played = {name for scene in SCENES.values() for name in scene.flows}

    assert {f"{file}:{name}" for file, name in _flows() if name not in played | set(WITHOUT)} == set()


def test_no_scene_names_a_flow_that_is_gone() -> None:
    named = {name for scene in SCENES.values() for name in scene.flows} | set(WITHOUT)

    assert named - {name for _, name in _flows()} == set()


def test_what_a_person_does_is_also_killed_as_a_form() -> None:
    assert all(f"{name}{FORM}" in SCENES for name in ("pause_case", "record_payment", "keep_upload"))
    assert all(scene.by_form == name.endswith(FORM) for name, scene in SCENES.items())


def _flows() -> Iterator[tuple[str, str]]:
    for path in sorted(FLOWS.glob("**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(mark, ast.Name) and mark.id == "flow" for mark in node.decorator_list
            ):
                yield path.name, node.name
