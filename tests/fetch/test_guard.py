"""Which addresses the guard lets through."""

from __future__ import annotations

import socket

import pytest
from kliping.errors import Blocked, Failed, Retryable
from kliping.fetch.guard import Guard, is_public_address, resolve_by_system
from kliping.model import Source

PUBLIC = ["8.8.8.8", "103.49.221.211", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 127.0.0.1 127.255.0.1 169.254.169.254 169.254.0.1
172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1
fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1 64:ff9b::a00:1 64:ff9b::7f00:1
64:ff9b:1::1 2002:a00:1::1 100::1 2001:0:0:0:0:0:f5ff:fffe
"""


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address):
    assert is_public_address(address)


@pytest.mark.parametrize("address", PRIVATE.split())
def test_not_public(address):
    assert not is_public_address(address)


def guard(*answers, **fields):
    """A guard whose resolver gives one answer after the other."""
    rest = list(answers)

    def resolve(host, port):
        found = rest.pop(0)
        if isinstance(found, Exception):
            raise found
        return [(socket.AF_INET6 if ":" in address else socket.AF_INET, address, port) for address in found]

    source = Source("contoh", "Contoh", hosts=("contoh.example",), **fields)
    return Guard(source, resolve)


def test_a_name_is_resolved_once_and_pinned():
    once = guard(["8.8.8.8"], ["10.0.0.1"])
    for _ in range(3):
        assert once.addresses("contoh.example", 443)[0][1] == "8.8.8.8"


def test_a_name_that_turns_private_is_refused_then():
    rebinding = guard(["8.8.8.8"], ["127.0.0.1"])
    assert rebinding.addresses("contoh.example", 80)[0][1] == "8.8.8.8"
    rebinding.forget_addresses("contoh.example", 80)  # the connection failed, as a rebinding server lets it
    with pytest.raises(Blocked) as link_error:
        rebinding.addresses("contoh.example", 80)
    assert link_error.value.reason == "forbidden_address"


def test_one_private_address_among_public_ones_is_enough():
    with pytest.raises(Blocked):
        guard(["8.8.8.8", "::1"]).addresses("contoh.example", 80)


def test_names_that_do_not_resolve():
    gone = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    again = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    with pytest.raises(Failed) as link_error:
        guard(gone).addresses("contoh.example", 80)
    assert (link_error.value.reason, isinstance(link_error.value, Retryable)) == ("dns", False)
    with pytest.raises(Retryable):
        guard(again).addresses("contoh.example", 80)
    for name in ("a" * 70 + ".example", "a..example"):
        with pytest.raises(Failed, match="dns"):
            Guard(Source("c", "C"), resolve_by_system).addresses(name, 80)


def test_connect_is_for_the_hosts_of_its_source_only():
    demo = guard(["127.0.0.1"], ["127.0.0.1"], connect="127.0.0.1:8090")
    assert demo.addresses("www.contoh.example", 80) == [(socket.AF_INET, "127.0.0.1", 8090)]
    with pytest.raises(Blocked):
        demo.addresses("contoh.example.lain.example", 80)
    for wrong in ("127.0.0.1", ":80", "localhost:http"):
        with pytest.raises(ValueError, match="host:port"):
            guard(connect=wrong)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://contoh.example/", "data:,x", "//contoh.example"])
def test_only_web_addresses(url):
    with pytest.raises(Blocked):
        guard().check(url)


@pytest.mark.parametrize("url", ["http://", "https:///x", "http://[::1", "http://contoh.example:99999/"])
def test_no_address(url):
    with pytest.raises(Failed, match="bad_address"):
        guard().check(url)
