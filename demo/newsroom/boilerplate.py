"""What stands around a story on a real page, made once per outlet: style, scripts, menus, lists, footer.

The mix is that of saved Indonesian article pages (median of 29: 98 KB, 40% scripts in 40 elements, 2% style, 750
elements, 120 links), so that a parser has as much to do as on a real page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from demo.newsroom.page import Segment, escape

BASE = 3_000
"""Bytes of an article's own markup and text, about, before its boilerplate."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """``head`` ends the head element and opens the page up to the article; ``foot`` follows the article."""

    head: Segment
    foot: Segment


def build_boilerplate(
    *, name: str, home: str, css: str, sections: Sequence[tuple[str, str]], popular: Sequence[tuple[str, str]],
    kilobytes: int, seed: int,
) -> Boilerplate:  # fmt: skip
    """Return one outlet's boilerplate; pages come to about ``kilobytes`` KB. ``sections``, ``popular``: (url, text)."""
    chance = Random(seed)
    room = max(0, kilobytes * 1_000 - BASE - 4_000)
    style = "\n".join(_fill_room(_write_styles(chance), room * 6 // 100))
    early = "\n".join(_fill_room(_write_scripts(chance, name), room * 16 // 100))
    late = "\n".join(_fill_room(_write_scripts(chance, name), room * 28 // 100))
    menus = "\n".join(_fill_room(_write_menus(chance, sections), room * 18 // 100))
    lists = "\n".join(_fill_room(_write_lists(chance, popular), room * 22 // 100))
    footer = "\n".join(_fill_room(_write_links(chance, name, home), room * 10 // 100))
    nav = "".join(f'<li class="nav__item"><a href="{url}">{escape(text)}</a></li>' for url, text in sections)
    top = "".join(
        f'<li><a class="popular__link" href="{url}">{escape(text)}</a></li>' for url, text in popular[:5]
    )  # fmt: skip
    head = (
        f"<style>{css}{style}</style>\n{early}\n</head>\n<body>\n"
        f'<header class="header"><div class="container"><a class="header__logo" href="{home}">{escape(name)}</a>'
        f'<form class="header__search" action="/search"><input name="q" placeholder="Cari"></form></div></header>\n'
        f'<nav class="nav"><ul class="nav__list">{nav}</ul></nav>\n<div class="megamenu" hidden>{menus}</div>\n'
        f'<div class="container main"><div class="main__left">\n'
    )
    foot = (
        f'\n</div>\n<aside class="main__right"><h3 class="box__title">Terpopuler</h3><ol class="popular">{top}</ol>\n'
        f'{lists}</aside>\n</div>\n<footer class="footer"><div class="container">{footer}'
        f'<p class="footer__note">{escape(name)} adalah media rekaan: nama orang dan peristiwanya tidak nyata.</p>'
        f"</div></footer>\n{late}\n</body>\n</html>\n"
    )
    return Boilerplate(Segment(head.encode()), Segment(foot.encode()))


def _fill_room(pieces: Iterator[str], room: int) -> Iterator[str]:
    """Yield as many of ``pieces`` as fit into ``room`` bytes."""
    for piece in pieces:
        room -= len(piece) + 1
        if room < 0:
            return
        yield piece


_PARTS = ("card", "media", "list", "tag", "menu", "promo", "slider", "share", "sticky", "video", "quote", "label")
_STATES = ("", "--active", "--small", "--wide", "__title", "__body", "__link", "__image", "__meta", "__icon")
_PROPERTIES = (
    "margin:0 0 {}px", "padding:{}px 12px", "font-size:{}px", "line-height:1.{}", "border-radius:{}px",
    "max-width:{}px", "gap:{}px", "letter-spacing:.{}px", "transition:opacity .{}s ease", "z-index:{}",
)  # fmt: skip


def _write_styles(chance: Random) -> Iterator[str]:
    while True:
        name = f".{chance.choice(_PARTS)}{chance.choice(_STATES)}"
        body = ";".join(
            chance.choice(_PROPERTIES).format(chance.randrange(1, 40)) for _ in range(chance.randrange(2, 5))
        )
        yield f"{name}{{{body}}}"


_SCRIPTS = (
    "window.dataLayer=window.dataLayer||[];dataLayer.push({{event:'{e}',slot:{n},site:'{s}',ts:{t}}});",
    "googletag.cmd.push(function(){{googletag.defineSlot('/{t}/{e}_{n}',[[300,250],[336,280]],'div-gpt-ad-{t}-{n}')"
    ".addService(googletag.pubads()).setTargeting('pos',['{e}']);googletag.display('div-gpt-ad-{t}-{n}');}});",
    "(function(w,d){{var q=w.__{e}{n}||(w.__{e}{n}=[]);q.push(['config',{{id:'{t}',site:'{s}',sample:{n}}}]);"
    "d.addEventListener('scroll',function(){{var y=w.pageYOffset||0;if(y>{n}00&&!q.seen){{q.seen=true;"
    "q.push(['view',y]);}}}},{{passive:true}});}})(window,document);",
    "var {e}{n}=document.querySelectorAll('.{e}__item');for(var i=0;i<{e}{n}.length;i++){{{e}{n}[i].setAttribute("
    "'data-index',i+{n});if(i%{n}===0){{{e}{n}[i].classList.add('{e}--active');}}}}",
    'try{{var s{n}=JSON.parse(\'{{"kanal":"{e}","urutan":{n},"versi":"{t}","uji":[1,{n},3]}}\');'
    "localStorage.setItem('{e}:{n}',JSON.stringify(s{n}));}}catch(e){{console.warn('{e}',e);}}",
)


def _write_scripts(chance: Random, name: str) -> Iterator[str]:
    """Yield inline scripts of about 1 KB each, as tag managers and ad slots leave them."""
    while True:
        lines = (
            chance.choice(_SCRIPTS).format(
                e=chance.choice(_PARTS), n=chance.randrange(2, 60), t=chance.randrange(10**8, 10**9), s=name.lower()
            )
            for _ in range(chance.randrange(3, 8))
        )
        yield "<script>" + "\n".join(lines) + "</script>"


_REGIONS = ("Aceh", "Medan", "Padang", "Palembang", "Bandung", "Semarang", "Surabaya", "Denpasar", "Makassar", "Papua")
_DESKS = ("Terkini", "Indeks", "Foto", "Video", "Infografik", "Opini", "Wawancara", "Cek Fakta", "Arsip", "Podcast")


def _write_menus(chance: Random, sections: Sequence[tuple[str, str]]) -> Iterator[str]:
    while True:
        url, label = chance.choice(sections)
        items = "".join(
            f'<li class="menu__item"><a class="menu__link" href="{url}?kanal={desk.lower().replace(" ", "-")}" '
            f'data-label="{label} {desk}"><span class="menu__icon"></span>{desk}</a></li>'
            for desk in chance.sample(_DESKS, 4)
        )
        yield f'<ul class="menu"><li class="menu__head">{label} {chance.choice(_REGIONS)}</li>{items}</ul>'


def _write_lists(chance: Random, popular: Sequence[tuple[str, str]]) -> Iterator[str]:
    names = ("Pilihan Redaksi", "Terkini", "Paling Banyak Dibaca", "Rekomendasi", "Sorotan", "Jangan Lewatkan")
    while popular:
        items = "".join(
            f'<div class="card"><a class="card__link" href="{url}"><img class="card__image" loading="lazy" width="120" '
            f'height="80" src="/img/{chance.randrange(10**6)}.svg" alt="">'
            f'<h4 class="card__title">{escape(text)}</h4></a>'
            f'<span class="card__meta">{chance.randrange(2, 23)} jam yang lalu</span></div>'
            for url, text in chance.sample(popular, min(4, len(popular)))
        )
        yield f'<section class="list"><h3 class="box__title">{chance.choice(names)}</h3>{items}</section>'


def _write_links(chance: Random, name: str, home: str) -> Iterator[str]:
    pages = ("Tentang Kami", "Redaksi", "Pedoman Media Siber", "Karier", "Kontak", "Info Iklan", "Privasi", "Ketentuan")
    while True:
        items = "".join(
            f'<a class="footer__link" href="{home}halaman/{page.lower().replace(" ", "-")}">{page}</a> '
            for page in pages
        )
        yield f'<div class="footer__column"><b>{name} {chance.choice(_REGIONS)}</b>{items}</div>'
