"""Work that is tried again when a bug stops it: a stage of one outlet, a page of a route."""

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
    """Do ``work`` with no notes; where a bug stops it, do it once more with a note that names the bug.

    A second bug is raised, and an error that another try would not cure is raised at once.
    """
    try:
        return work(())
    except (LinkError, UserError, ArchiveError, WarehouseError, OSError):
        raise
    except Exception as error:
        link_error = make_internal_error(error)
        log.exception("%s: a bug stopped it; trying again", what)
        return work((f"{link_error.reason}: {what} broke off and was begun again: {link_error.detail}",))


def log_page_bug(error: Exception, url: str) -> LinkError:
    """Log a bug that stopped the request of a route's page, and return it as that page's failure.

    The route's note may be lost where another bug breaks off the stage; the log is kept.
    """
    log.error("a bug at %s", url, exc_info=error)
    return make_internal_error(error)


def ask_again(ask: Callable[[str], _Done], url: str, bugs: list[str]) -> _Done:
    """Return a route's page; where a bug stops the request it is made once more: all its links depend on it.

    ``bugs`` gets a line for the first bug; a second one is raised.
    """
    try:
        return ask(url)
    except (LinkError, UserError):
        raise
    except Exception as error:
        log.exception("a bug at %s", url)
        bugs.append(f"{make_internal_error(error).detail} ({url}, asked for again)")
    return ask(url)
