"""Work that is begun again where a bug breaks it off: a stage of one outlet, a page of a route."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from kliping.archive import ArchiveError
from kliping.errors import LinkError, UserError, make_internal_error
from kliping.warehouse import WarehouseError

log = logging.getLogger(__name__)
_Done = TypeVar("_Done")


def retry_once(what: str, work: Callable[[tuple[str, ...]], _Done]) -> _Done:
    """``work`` with no notes, or, where a bug breaks that off, with the note that tells of it.

    A bug that comes again is raised, and so is at once whatever another try would not mend.
    """
    try:
        return work(())
    except (LinkError, UserError, ArchiveError, WarehouseError, OSError):
        raise
    except Exception as error:
        link_error = make_internal_error(error)
        log.exception("%s: a bug broke it off; it is begun again", what)
        return work((f"{link_error.reason}: {what} broke off and was begun again: {link_error.detail}",))


def ask_again(ask: Callable[[str], _Done], url: str, bugs: list[str]) -> _Done:
    """A route's page; where a bug comes between, it is asked for once more, for all its links hang on it.

    ``bugs`` is told of the first one; a second one is raised.
    """
    try:
        return ask(url)
    except (LinkError, UserError):
        raise
    except Exception as error:
        log.exception("a bug at %s", url)
        bugs.append(f"{make_internal_error(error).detail} ({url}, asked for again)")
    return ask(url)
