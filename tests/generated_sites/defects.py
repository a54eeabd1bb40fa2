"""What sites answer that are no newspaper any more, or do not want to be read by robots."""

from __future__ import annotations

from tests.generated_sites.sites import Answer, GeneratedSite

DEFECTS = (
    "parked", "for_sale", "suspended", "server_default", "defaced", "hacked", "moved", "forbidden", "challenge",
    "login", "down", "english", "stale", "empty", "company",
)  # fmt: skip
"""Every way in which a generated site may be unsound."""
_PAGES = {
    "parked": ("{host}", "<h1>{host}</h1><p>This domain is parked free of charge. Related searches: "
                         "<a href='http://ads.example/1'>Kredit</a> <a href='http://ads.example/2'>Asuransi</a></p>"),
    "for_sale": ("Domain {host} dijual", "<h1>{host}</h1><p>Domain ini dijual. Hubungi kami untuk penawaran.</p>"),
    "suspended": ("Account Suspended", "<h1>Account Suspended</h1><p>This account has been suspended. Contact your "
                                       "hosting provider for more information.</p>"),
    "server_default": ("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx server is "
                                            "successfully installed and working.</p>"),
    "defaced": ("Hacked by Bayangan", "<h1>Hacked by Bayangan</h1><p>Your security is low. Greetz to all crew.</p>"),
    "company": ("PT Contoh Jaya", "<h1>PT Contoh Jaya</h1><p>Kami melayani percetakan dan kemasan sejak lama.</p>"
                                  "<a href='/layanan'>Layanan</a> <a href='/kontak-kami'>Kontak kami</a>"),
    "empty": ("{host}", "<h1>{host}</h1><p>Belum ada tulisan di sini.</p>"),
}  # fmt: skip


def answer_defect(site: GeneratedSite, path: str) -> Answer | None:
    """Return what a site with a defect answers in place of its pages; None where it answers as others do."""
    if site.defect in _PAGES:
        title, body = (text.format(host=site.host) for text in _PAGES[site.defect])
        page = f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()
        if path == "/robots.txt":
            return Answer(404, b"not found", "text/plain")
        if path == "/" or site.defect in ("parked", "for_sale", "defaced"):  # some answer so under every address
            return Answer(200, page)
        return Answer(404, b"<html><body>Not found</body></html>")
    if site.defect == "moved":
        return Answer(301, b"", headers=(("Location", f"http://www.berita-pindahan-{site.number}.test{path}"),))
    if site.defect == "forbidden" and path != "/robots.txt":
        return Answer(403, b"<html><body>Forbidden</body></html>")
    if site.defect == "challenge" and path != "/robots.txt":
        return Answer(503, b"<html><title>Just a moment...</title></html>", headers=(("cf-mitigated", "challenge"),))
    if site.defect == "down":
        return Answer(404 if path == "/robots.txt" else 500, b"error")
    return None
