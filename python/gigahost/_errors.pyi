from typing import Any

from . import Error as Error

CLASSES: dict[int, type[Error]]
BY_NAME: dict[str, type[Error]]

def class_name(status: str) -> str: ...
def make(number: int, text: str, facts: dict[str, Any]) -> Error: ...
