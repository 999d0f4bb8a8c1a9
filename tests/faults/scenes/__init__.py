"""The flows that are killed at every point: what stands before each, and what is done."""

from dataclasses import replace

from tests.faults.scenes.cases import CASES
from tests.faults.scenes.files import FILES
from tests.faults.scenes.house import HOUSE
from tests.faults.scenes.money import MONEY
from tests.faults.scenes.road import ROAD
from tests.faults.scenes.scene import Scene

__all__ = ["FORM", "SCENES", "Scene"]

FORM = ", as a form"
_PLAIN = {**ROAD, **MONEY, **CASES, **HOUSE, **FILES}
_NAMED = {name: replace(scene, flows=scene.flows or (name,)) for name, scene in _PLAIN.items()}

# What a person does in the office is also done by a form: after a death the same form is sent again, with its key.
SCENES: dict[str, Scene] = {
    **{name: replace(scene, by_form=False) for name, scene in _NAMED.items()},
    **{f"{name}{FORM}": scene for name, scene in _NAMED.items() if scene.by_form},
}
