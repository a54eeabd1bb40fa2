"""App shells: one article as a dozen frameworks hand it to their scripts, and its body as a dozen editors keep it."""

# ruff: noqa: E501 - a line for each framework and each editor
from __future__ import annotations

import base64
import json
from html import escape
from typing import Any
from urllib.parse import quote

URL = "https://www.suarateluk.id/daerah/8841290/nelayan-teluk-cempi-panen-teripang-setelah-larangan-dua-tahun"
TITLE = "Nelayan Teluk Cempi Panen Teripang Setelah Larangan Dua Tahun"
PARAGRAPHS = (
    "DOMPU - Puluhan nelayan di pesisir Teluk Cempi mulai memanen teripang pada Senin pagi, dua tahun setelah desa mereka "
    "menutup perairan itu untuk segala jenis tangkapan.",
    "Ketua kelompok nelayan Mbojo Lestari, Abubakar Ismail, mengatakan hasil hari pertama mencapai 1,2 ton, jauh di atas "
    "perkiraan penyuluh perikanan yang mendampingi mereka.",
    "“Dulu kami menyelam sampai sore hanya dapat sekeranjang. Tadi pagi baru dua jam, perahu saya sudah penuh,” kata "
    "Abubakar sambil menunjukkan hasil tangkapannya di dermaga kayu.",
    "Larangan itu disepakati dalam musyawarah desa pada 2024 setelah harga teripang melonjak dan penyelam dari luar daerah "
    "berdatangan dengan kompresor.",
    "Dinas Kelautan dan Perikanan mencatat kepadatan teripang di teluk itu naik hampir empat kali lipat selama penutupan, "
    "dari 12 menjadi 46 ekor per hektare.",
    "Panen dibatasi sepuluh hari dan hanya untuk ukuran di atas 20 sentimeter, sedangkan sisanya dilepas kembali sampai "
    "musim berikutnya.",
)
PUBLISHED = "2026-11-20T09:15:00+07:00"
AUTHOR = "Siti Maryam"
SHORT = PARAGRAPHS[0][:110].rsplit(" ", 1)[0] + "..."
OTHERS = (
    ("Jembatan Gantung Woja Kembali Dibuka untuk Pejalan Kaki", "Jembatan gantung yang putus diterjang banjir pada Februari "
     "lalu kembali dibuka setelah tali bajanya diganti oleh warga dan prajurit."),
    ("Petani Bawang Bima Menunda Tanam karena Hujan Terlambat", "Hujan yang terlambat tiga pekan membuat petani bawang merah "
     "di Kecamatan Monta menunda tanam sampai akhir bulan."),
    ("Guru Honorer Dompu Menunggu Surat Keputusan", "Sebanyak 214 guru honorer di Kabupaten Dompu masih menunggu surat "
     "keputusan yang dijanjikan terbit sebelum tahun ajaran baru."),
)  # fmt: skip


def make_body_html(paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def make_shell(inside: str = "", *, head: str = "", title: str = TITLE) -> str:
    """A page that shows an empty element and a menu."""
    return (
        f"<!doctype html><html lang=id><head><meta charset=utf-8><title>{escape(title)} - Suara Teluk</title>"
        f'<meta property="og:title" content="{escape(title)}">{head}</head><body><div id="app">'
        f"<header><a href=/>Suara Teluk</a></header></div>{inside}</body></html>"
    )


def make_article(body: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "id": 8841290,
        "title": TITLE,
        "slug": "nelayan-teluk-cempi-panen-teripang-setelah-larangan-dua-tahun",
        "excerpt": SHORT,
        "content": make_body_html() if body is None else body,
        "published_at": PUBLISHED,
        "author": {"name": AUTHOR},
        "category": {"name": "Daerah"},
        "tags": [{"name": "teripang"}, {"name": "Dompu"}],
        **more,
    }


def list_related(**more: Any) -> list[dict[str, Any]]:
    return [
        {"id": 8841300 + n, "title": title, "slug": "-".join(title.lower().split()), "published_at": PUBLISHED,
         "content": make_body_html((text, text.replace("yang", "itu yang"), *PARAGRAPHS[3:4])), **more}
        for n, (title, text) in enumerate(OTHERS)
    ]  # fmt: skip


def make_script(value: Any, kind: str = "application/json", name: str = "__NEXT_DATA__") -> str:
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script id="{name}" type="{kind}">{text}</script>'


def write_javascript(value: Any) -> str:
    """A value as JavaScript writes it: bare keys, ``!0``, ``void 0``."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{write_javascript(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(write_javascript, value)) + "]"
    if isinstance(value, bool):
        return "!0" if value else "!1"
    if value is None:
        return "void 0"
    return json.dumps(value).replace("<", "\\u003C").replace("/", "\\u002F")


def write_nuxt2(article: dict[str, Any]) -> str:
    """Nuxt 2: a function that is called at once, with the values that occur twice as its arguments."""
    rest = {key: value for key, value in article.items() if key not in ("title", "content", "published_at")}
    inner = write_javascript({"layout": "default", "data": ["@"], "fetch": {}, "error": None, "serverRendered": True})
    made = "{title:a,content:b,published_at:c," + write_javascript(rest)[1:]
    inner = inner.replace('"@"', "{detail:d}")
    arguments = ",".join(map(write_javascript, (article["title"], article["content"], article["published_at"])))
    return f"window.__NUXT__=(function(a,b,c,d){{d.article={made};return {inner}}}({arguments},{{}}));"


def lay_flat(value: Any, *, keyed: bool = False) -> list[Any]:
    """Devalue's form of a value, or turbo-stream's (``keyed``)."""
    flat: list[Any] = []

    def add(one: Any) -> int:
        at = len(flat)
        flat.append(None)
        if isinstance(one, dict):
            flat[at] = {f"_{add(key)}" if keyed else key: add(each) for key, each in one.items()}
        elif isinstance(one, list):
            flat[at] = [add(each) for each in one]
        else:
            flat[at] = one
        return at

    add(value)
    return flat


def write_flight(article: dict[str, Any]) -> str:
    """Next's stream: the body is a row of text of its own, and the rows are cut anywhere."""
    body = article["content"]
    props = {**article, "content": "$1a", "cost": "$$500"}
    tree = ["$", "main", None, {"children": [["$", "$L3", None, {"article": props, "locale": "id"}]]}]
    stream = (
        '1:"$Sreact.fragment"\n3:I[4521,["12","static/chunks/page.js"],"default"]\n:HL["/a.css","style"]\n'
        f"1a:T{len(body.encode()):x},{body}0:{json.dumps({'P': None, 'f': [tree]}, ensure_ascii=False)}\n"
    )
    middle = len(stream) // 2
    parts = [stream[:middle], stream[middle:]]
    pushed = "".join(f"<script>self.__next_f.push({json.dumps([1, part])})</script>" for part in parts)
    return f"<script>(self.__next_f=self.__next_f||[]).push([0])</script>{pushed}"


def write_attribute(name: str, value: Any, tag: str = "div") -> str:
    return f'<{tag} id=app {name}="{escape(json.dumps(value, ensure_ascii=False))}"></{tag}>'


def pair_up(value: Any) -> Any:
    """Astro's ``[type, value]`` of a value."""
    if isinstance(value, dict):
        return [0, {key: pair_up(each) for key, each in value.items()}]
    if isinstance(value, list):
        return [1, [pair_up(each) for each in value]]
    return [0, value]


def make_frameworks() -> dict[str, str]:
    """What stands in the shell, by framework."""
    article = make_article()
    page = {
        "article": article,
        "latest": list_related(),
        "site": {"name": "Suara Teluk", "description": "Kabar pesisir"},
    }
    text = json.dumps(page, ensure_ascii=False)
    cache = {
        "ROOT_QUERY": {'article({"id":8841290})': {"__ref": "Article:8841290"}, "latest": [{"__ref": "Article:1"}]},
        "Article:8841290": {"__typename": "Article", **article, "content": None, 'content({"format":"HTML"})': article["content"],
                            "author": {"__ref": "Author:5"}},
        "Article:1": {"__typename": "Article", **list_related()[0]},
        "Author:5": {"__typename": "Author", "name": AUTHOR},
    }  # fmt: skip
    queries = [{"queryKey": ["article", 8841290], "queryHash": "x", "state": {"data": article, "status": "success"}}]
    angular = text.replace("&", "&a;").replace("<", "&l;").replace(">", "&g;").replace('"', "&q;").replace("'", "&s;")
    return {
        "next": make_script({"props": {"pageProps": page}, "page": "/[kanal]/[id]/[slug]", "query": {}, "buildId": "x"}),
        "next, stream": write_flight(article),
        "next, react query": make_script({"props": {"pageProps": {"dehydratedState": {"queries": queries}}}}),
        "next, swr": make_script({"props": {"pageProps": {"fallback": {"/api/news/8841290": {"status": 200, "data": article}}}}}),
        "next, trpc": make_script({"props": {"pageProps": {"trpcState": {"json": {"queries": queries}, "meta": {}}}}}),
        "nuxt 2": f"<script>{write_nuxt2(article)}</script>",
        "nuxt 2, json": f"<script>window.__NUXT__={text};</script>".replace("</", "<\\/", 1).replace("<\\/script", "</script"),
        "nuxt 3": make_script(lay_flat({"data": {"article-8841290": article}, "state": {}}), name="__NUXT_DATA__"),
        "vuex": f"<script>window.__INITIAL_STATE__={json.dumps(page).replace('/', chr(92) + 'u002F')};"
        "(function(){var s;(s=document.currentScript).parentNode.removeChild(s);}());</script>",
        "redux": f"<script>window.__PRELOADED_STATE__ = {json.dumps({'news': {'detail': article, 'list': list_related()}})}</script>",
        "parsed string": f"<script>window.__data = JSON.parse({json.dumps(json.dumps(page))});</script>",
        "percent": f'<script>window.__S__ = JSON.parse(decodeURIComponent("{quote(text)}"))</script>',
        "base64": f'<script>window.__S__=JSON.parse(atob("{base64.b64encode(json.dumps(page).encode()).decode()}"))</script>',
        "apollo": f"<script>window.__APOLLO_STATE__={json.dumps(cache)};</script>",
        "apollo in next": make_script({"props": {"apolloState": cache}}),
        "remix": f"<script>window.__remixContext = {json.dumps({'state': {'loaderData': {'root': {}, 'routes/$slug': page}}})};</script>",
        "react router": "<script>window.__reactRouterContext.streamController.enqueue("
        f"{json.dumps(json.dumps(lay_flat({'loaderData': {'routes/read': page}}, keyed=True)) + chr(10))});</script>",
        "sveltekit fetched": '<script type="application/json" data-sveltekit-fetched data-url="/api/read/8841290">'
        + json.dumps({"status": 200, "statusText": "OK", "headers": {}, "body": json.dumps(article)}).replace("<", "\\u003c")
        + "</script>",
        "sveltekit data": "<script>{__sveltekit_1x={base:''};const element=document.currentScript.parentElement;"
        "Promise.all([import('/a.js'),import('/b.js')]).then(([kit,app])=>{kit.start(app,element,{node_ids:[0,3],data:"
        f"[null,{{type:'data',data:{write_javascript(page)},uses:{{params:['id']}}}}],form:null,error:null}});}});}}</script>",
        "angular": f'<script id="serverApp-state" type="application/json">{{&q;G.json.https://api/read/1&q;:{angular}}}</script>',
        "angular 17": make_script({"2871": {"b": article, "h": {}, "s": 200, "u": "https://api/x"}}, name="ng-state"),
        "inertia": write_attribute("data-page", {"component": "Berita/Baca", "props": page, "url": "/daerah/8841290"}),
        "astro": write_attribute("props", {"article": pair_up(article)}, "astro-island"),
        "vue in blade": write_attribute(":berita", article, "baca-berita"),
        "livewire": write_attribute("wire:snapshot", {"data": {"post": [article, {"s": "arr"}]}, "memo": {"id": "x"}}),
        "ember": make_script({"records": {"article": article}}, "fastboot/shoebox", "shoebox-x"),
        "vike": make_script({"pageProps": page, "urlPathname": "/x"}, name="vike_pageContext"),
        "arc": f"<script>window.Fusion=window.Fusion||{{}};Fusion.arcSite=\"teluk\";Fusion.globalContent={json.dumps(make_arc())};"
        "Fusion.contentCache={};</script>",
        "wordpress": make_script({"state": {"source": {"post": {"8841290": make_wordpress()}}}}, name="wp-script-module-data"),
        "strapi": make_script({"props": {"pageProps": {"data": {"id": 8841290, "attributes": make_article()}, "meta": {}}}}),
        "graphql": make_script({"props": {"pageProps": {"post": {**article, "author": {"node": {"name": AUTHOR}}, "categories":
                                {"edges": [{"node": {"name": "Daerah"}}]}, "tags": {"nodes": [{"name": "teripang"}, {"name": "Dompu"}]}}}}}),
        "indonesian keys": make_script({"berita": {"judul": TITLE, "isi_berita": make_body_html(), "tgl_terbit": "20 November 2026 "
                           "09:15 WIB", "penulis": AUTHOR, "kanal": "Daerah", "tag": "teripang, Dompu"}}),
        "a name in a script": f"<script>var dataBerita = {write_javascript(article)};\nrender(dataBerita);</script>",
        "a call": f"<script>App.mount('#app', {write_javascript(page)})</script>",
    }  # fmt: skip


def make_arc() -> dict[str, Any]:
    return {
        "_id": "ABC", "type": "story", "headlines": {"basic": TITLE, "web": ""}, "description": {"basic": SHORT},
        "content_elements": [{"_id": str(n), "type": "text", "content": text} for n, text in enumerate(PARAGRAPHS)],
        "credits": {"by": [{"type": "author", "name": AUTHOR}]}, "display_date": PUBLISHED,
        "canonical_url": "/daerah/8841290/nelayan-teluk-cempi-panen-teripang-setelah-larangan-dua-tahun/",
        "taxonomy": {"primary_section": {"name": "Daerah"}, "tags": [{"text": "teripang"}, {"text": "Dompu"}]},
    }  # fmt: skip


def make_wordpress() -> dict[str, Any]:
    return {
        "id": 8841290, "date": "2026-11-20T09:15:00", "slug": "nelayan-teluk-cempi-panen-teripang", "type": "post",
        "title": {"rendered": TITLE}, "content": {"rendered": make_body_html(), "protected": False},
        "excerpt": {"rendered": f"<p>{SHORT}</p>", "protected": False}, "author": 3, "categories": [4],
    }  # fmt: skip


def _leaf(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


def _halves(text: str) -> tuple[str, str]:
    middle = text.index(" ", len(text) // 2)
    return text[:middle], text[middle:]


def make_editors() -> dict[str, Any]:
    """The body as editors keep it. The paragraphs that are cut in two are one paragraph with a part in bold."""
    escaped = escape(make_body_html())
    return {
        "html": make_body_html(),
        "html with classes": "".join(f'<p class="a" style="b">{text}</p>\n' for text in PARAGRAPHS),
        "html, escaped": escaped,
        "html, escaped twice": escape(escaped),
        "html, escaped as json": json.dumps(make_body_html()).replace("<", "\\u003c")[1:-1],
        "line breaks": "<br/><br/>".join(PARAGRAPHS),
        "empty lines": "\n\n".join(PARAGRAPHS),
        "markdown": "\n\n".join((*PARAGRAPHS[:1], PARAGRAPHS[1].replace("1,2 ton", "**1,2 ton**"), *PARAGRAPHS[2:])),
        "paragraphs": list(PARAGRAPHS),
        "rendered": {"rendered": make_body_html(), "protected": False},
        "parts": [{"order": n, "text": text} for n, text in enumerate(PARAGRAPHS)],
        "pages": [{"page": 1, "content": make_body_html(PARAGRAPHS[:3])}, {"page": 2, "content": make_body_html(PARAGRAPHS[3:])}],
        "draft.js": {"blocks": [{"key": f"k{n}", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
                     "entityRanges": [], "data": {}} for n, text in enumerate(PARAGRAPHS)], "entityMap": {}},
        "draft.js, a string": json.dumps({"blocks": [{"text": text, "type": "unstyled"} for text in PARAGRAPHS], "entityMap": {}}),
        "prosemirror": {"type": "doc", "content": [{"type": "paragraph", "content": [_leaf(_halves(text)[0]),
                        _leaf(_halves(text)[1], marks=[{"type": "bold"}])]} for text in PARAGRAPHS]},
        "portable text": [{"_type": "block", "_key": str(n), "style": "normal", "markDefs": [], "children": [
                          {"_type": "span", "text": half, "marks": []} for half in _halves(text)]}
                          for n, text in enumerate(PARAGRAPHS)],
        "editor.js": {"time": 1763600000, "version": "2.28", "blocks": [{"id": str(n), "type": "paragraph", "data": {"text": text}}
                      for n, text in enumerate(PARAGRAPHS)]},
        "slate": [{"type": "paragraph", "children": [{"text": _halves(text)[0]}, {"text": _halves(text)[1], "bold": True}]}
                  for text in PARAGRAPHS],
        "slate, old": json.dumps({"document": {"nodes": [{"kind": "block", "type": "paragraph", "nodes": [{"kind": "text", "leaves":
                      [{"text": half} for half in _halves(text)]}]} for text in PARAGRAPHS]}}),
        "lexical": {"root": {"type": "root", "children": [{"type": "paragraph", "version": 1, "children": [
                    {**_leaf(half), "format": 0, "mode": "normal"} for half in _halves(text)]} for text in PARAGRAPHS]}},
        "contentful": {"json": {"nodeType": "document", "data": {}, "content": [{"nodeType": "paragraph", "data": {}, "content": [
                       {"nodeType": "text", "value": half, "marks": [], "data": {}} for half in _halves(text)]}
                       for text in PARAGRAPHS]}, "links": {"assets": {"block": []}}},
        "dato": {"value": {"schema": "dast", "document": {"type": "root", "children": [{"type": "paragraph", "children": [
                 {"type": "span", "value": half} for half in _halves(text)]} for text in PARAGRAPHS]}}},
        "prismic": [{"type": "paragraph", "text": text, "spans": []} for text in PARAGRAPHS],
        "strapi blocks": [{"type": "paragraph", "children": [_leaf(half) for half in _halves(text)]} for text in PARAGRAPHS],
        "wordpress blocks": [{"blockName": "core/paragraph", "attrs": {}, "innerBlocks": [], "innerHTML": f"\n<p>{text}</p>\n",
                              "innerContent": [f"<p>{text}</p>"]} for text in PARAGRAPHS],
        "wordpress blocks, graphql": [{"name": "core/paragraph", "attributes": {"content": text}, "innerBlocks": []}
                                      for text in PARAGRAPHS],
        "quill": {"ops": [{"insert": half} for text in PARAGRAPHS for half in (*_halves(text), "\n")]},
        "rehype": {"type": "root", "children": [{"type": "element", "tag": "p", "props": {}, "children": [
                   {"type": "text", "value": half} for half in _halves(text)]} for text in PARAGRAPHS]},
        "nuxt content": {"type": "minimal", "value": [["p", {}, _halves(text)[0], ["strong", {}, _halves(text)[1]]]
                         for text in PARAGRAPHS]},
        "dynamic zone": [{"__component": "blok.teks", "id": n, "isi": f"<p>{text}</p>"} for n, text in enumerate(PARAGRAPHS)],
    }  # fmt: skip


def make_oddities() -> dict[str, str]:
    """Where a page may keep its story that no framework of the table above does."""
    article, body = make_article(), make_body_html()
    elements = ["$", "article", None, {"children": [["$", "h1", None, {"children": TITLE}],
                *[["$", "p", str(n), {"children": text}] for n, text in enumerate(PARAGRAPHS)]]}]  # fmt: skip
    inner = ["$", "div", None, {"dangerouslySetInnerHTML": {"__html": "$1a"}}]
    inner_rows = f"1a:T{len(body.encode()):x},{body}0:{json.dumps(inner)}\n"
    added = "+".join(json.dumps(f"<p>{text}</p>").replace("</", "<\\/") for text in PARAGRAPHS)
    unknown = ',"user":undefined,"show":function(a){return a+"}"},"at":new Date(1700000000000)}'
    return {
        "suspense": '<template id="B:0"></template>'
        f'<div hidden id="S:0"><h1>{TITLE}</h1><div>{body}</div></div><script>$RC("B:0","S:0")</script>',
        "noscript": f"<noscript><h1>{TITLE}</h1><article>{body}</article></noscript>",
        "a template": f'<script type="text/template" id="isi"><h1>{TITLE}</h1>{body}</script>',
        "a hidden field": f'<h1>{TITLE}</h1><textarea hidden id="konten">{escape(body)}</textarea>',
        "seroval": f'<script>($R=>$R[0]={{router:($R[1]={{m:$R[2]=[$R[3]={{l:$R[4]={write_javascript({"a": article})}}}]}})}})($R["tsr"])</script>',
        "islands": make_script({"v": [[{"article": article}], []]}, name="__FRSH_STATE"),
        "amp": f'<amp-state id=a><script type="application/json">{json.dumps({"data": article})}</script></amp-state>',
        "a meta tag": f'<meta name="app/state" content="{quote(json.dumps(article))}">',
        "head and body apart": make_script({"head": {"title": TITLE, "date": PUBLISHED}, "body": {"html": body}}),
        "a body alone": make_script({"props": {"pageProps": {"html": body}}}),
        "parts in sections": make_script({"article": {**article, "content": None, "sections": [
            {"title": None, "paragraphs": list(PARAGRAPHS[:3])}, {"title": "", "paragraphs": list(PARAGRAPHS[3:])}]}}),
        "elements in the stream": f"<script>self.__next_f.push({json.dumps([1, '0:' + json.dumps(elements)])})</script>",
        "markup in the stream": f"<script>self.__next_f.push({json.dumps([1, inner_rows])})</script>",
        "json twice": make_script(json.dumps({"article": article})),
        "names apart": f"<script>var judul={json.dumps(TITLE)};var isi={write_javascript(body)};</script>",
        "joined strings": f"<script>window.D={{title:{json.dumps(TITLE)},content:{added}}}</script>",
        "functions beside it": f"<script>window.__STATE__={json.dumps({'article': article})[:-1]}{unknown}</script>",
        "cdata": f'<script type="text/javascript">//<![CDATA[\nvar __data={json.dumps(article)};\n//]]></script>',
        "alpine": f'<div x-data="{escape("{ article: " + write_javascript(article) + " }")}"></div>',
        "a call in an attribute": f'<div x-data="baca({escape(json.dumps(article))})"></div>',
    }  # fmt: skip
