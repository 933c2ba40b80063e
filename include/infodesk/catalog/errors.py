"""The one error of a catalog that cannot be used: it names every mistake, not only the first."""

from collections.abc import Sequence

from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.issues import Issue


class CatalogError(InfodeskError):
    """The catalog has mistakes; `issues` lists all of them, `str()` shows one a line."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__(
            f"目录数据有 {len(issues)} 处错误：\n" + "\n".join(_line(issue) for issue in issues)
        )
        self.issues = tuple(issues)


def _line(issue: Issue) -> str:
    return f"  {issue.message}（{issue.remedy}）" if issue.remedy else f"  {issue.message}"
