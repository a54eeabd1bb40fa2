"""TLS: certificates are verified, deadlines hold."""

from __future__ import annotations

import datetime as dt
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from kliping.errors import Failed
from kliping.fetch import Session
from kliping.fetch.connection import load_tls_context
from kliping.model import Source

from tests.hostile.server import HostileServer, answer, trickle

STORY = b"<p>Gubernur meresmikan jembatan.</p>"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for galak.test that nobody signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "galak.test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("galak.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "galak.pem"
    pem = serialization.Encoding.PEM
    path.write_bytes(
        made.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


class TLSServer(HostileServer):
    """The same, behind TLS."""

    def __init__(self, certificate):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        super().__init__()

    def _serve(self, connection):
        try:
            wrapped = self.context.wrap_socket(connection, server_side=True)
        except OSError:
            connection.close()
            return
        super()._serve(wrapped)


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
