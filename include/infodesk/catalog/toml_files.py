"""Read one TOML file into its model, or say everything that is wrong with it."""

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from infodesk.catalog.base import Table
from infodesk.catalog.mistakes import encoding_mistake, shape_mistakes, syntax_mistake
from infodesk.kernel.issues import Issue, Severity

T = TypeVar("T", bound=Table)


@dataclass(slots=True, kw_only=True)
class TomlFiles:
    """Reads the files of one catalog folder and collects what is wrong with them."""

    folder: Path
    issues: list[Issue] = field(default_factory=list)
    _texts: dict[str, str] = field(default_factory=dict)

    def read(self, path: Path, model: type[T]) -> T | None:
        """Return the file as its model, or None after noting why it is not one."""
        file = path.relative_to(self.folder).as_posix()
        try:
            # An editor on Windows may put a byte-order mark in front; TOML itself knows none.
            text = self._texts[file] = path.read_bytes().decode("utf-8-sig")
            data = tomllib.loads(text)
        except FileNotFoundError:
            self.note("catalog.no_file", f"{file}：没有这个文件", "请从示例目录中复制一份再修改")
            return None
        except UnicodeDecodeError:
            self.issues.append(encoding_mistake(file))
            return None
        except tomllib.TOMLDecodeError as error:
            self.issues.append(syntax_mistake(file, error))
            return None
        return self._validated(file, text, data, model)

    def read_folder(self, name: str, model: type[T]) -> dict[str, T]:
        """Return each file of a sub-folder under its id, which is the file's stem."""
        found = {}
        for path in sorted((self.folder / name).glob("*.toml")):
            if table := self.read(path, model):
                found[path.stem] = table
        return found

    def text_of(self, file: str) -> str:
        """Return a file that was read, as it is written."""
        return self._texts.get(file, "")

    def note(self, rule_id: str, message: str, remedy: str) -> None:
        """Note one more mistake."""
        self.issues.append(
            Issue(rule_id=rule_id, severity=Severity.BLOCK, message=message, remedy=remedy)
        )

    def _validated(self, file: str, text: str, data: dict[str, Any], model: type[T]) -> T | None:
        try:
            # JSON's strict mode fits TOML: types are exact, while enums, dates and tuples,
            # which neither format has, are still read from text and arrays.
            return model.model_validate_json(json.dumps(data, default=str), strict=True)
        except ValidationError as error:
            self.issues.extend(shape_mistakes(file, text, data, model, error))
            return None
