"""What a person reads when the warehouse cannot go on."""

from __future__ import annotations

from kliping.errors import UserError


class WarehouseError(UserError):
    """The warehouse cannot do what was asked, and nothing of it was done.

    ``problem`` says what is wrong, ``remedy`` what to do about it; both are sentences for a person.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


class NothingPublished(WarehouseError):
    """No load has published anything that could be read."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing is published yet.",
            "`kliping run` or `kliping import` loads and publishes; `make run`, in a checkout, a demo day.",
        )


class WarehouseLocked(WarehouseError):
    """Another process writes; worth another try."""


class SchemaMismatch(WarehouseError):
    """The file was made by another version of Kliping, or its migrations were changed."""
