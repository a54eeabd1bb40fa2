"""TLS: certificates are verified, deadlines hold."""

from __future__ import annotations

import pytest
from kliping.errors import Failed
from kliping.fetch import Session
from kliping.fetch.connection import load_tls_context
from kliping.model import Source

from tests.hostile.server import answer, trickle
from tests.hostile.tls import TLSServer, write_certificate

STORY = b"<p>Gubernur meresmikan jembatan.</p>"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return write_certificate(tmp_path_factory.mktemp("tls") / "galak.pem", "galak.test")


def test_tls(certificate, settings):
    secure = TLSServer(certificate)
    secure.paths |= {
        "/robots.txt": answer(b""),
        "/a": answer(STORY),
        "/pelan": trickle(b"HTTP/1.1 200 OK\r\n\r\n", b"a", 0.1, 4000),
    }
    outlet = Source("galak", "Galak", hosts=("galak.test",), connect=secure.address, delay=0.0)
    with Session(outlet, settings=settings) as session:
        with pytest.raises(Failed) as link_error:
            session.get("https://galak.test/a")
        assert link_error.value.reason == "tls"
    with Session(outlet, settings=settings.model_copy(update={"page_deadline": 8})) as session:
        context = load_tls_context.__wrapped__()  # one of its own: others shall not trust this certificate
        context.load_verify_locations(certificate)
        session._http.get_adapter("https://").poolmanager.connection_pool_kw["ssl_context"] = context
        assert session.get("https://galak.test/a").body == STORY
        with pytest.raises(Failed) as link_error:
            session.get("https://www.galak.test/a")
        assert link_error.value.reason == "tls", "the certificate is another name's"
        with pytest.raises(Failed) as link_error:
            session.get("https://galak.test/pelan")
        assert link_error.value.reason == "timeout"
    secure.close()


def test_plain_http_on_a_tls_address(server, source, settings):
    server.paths["/a"] = answer(STORY)
    with Session(source, settings=settings) as session, pytest.raises(Failed) as link_error:
        session.get("https://galak.test/a")
    assert link_error.value.reason in ("tls", "reset", "timeout")
