"""The shape that every table of the catalog shares."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

ID_PATTERN = r"^[a-z0-9_]+$"

Id = Annotated[str, Field(pattern=ID_PATTERN)]


class Table(BaseModel):
    """A TOML table: frozen, and an unknown key is an error, not a wish."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def misfit(what: str, remedy: str) -> PydanticCustomError:
    """Return the error that a table's own validator raises: what does not fit, and the way out."""
    return PydanticCustomError("misfit", "{what}", {"what": what, "remedy": remedy})
