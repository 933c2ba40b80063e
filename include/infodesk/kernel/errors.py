"""The root of every error that a person is meant to read."""


class InfodeskError(Exception):
    """Something went wrong that a person can mend.

    `message` says in Chinese what and where, `remedy` says the way out.
    """

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(f"{message}（{remedy}）" if remedy else message)
        self.message = message
        self.remedy = remedy
