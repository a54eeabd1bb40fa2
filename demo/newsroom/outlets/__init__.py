"""The outlets, by id: one module each, in the manner of one family of Indonesian news sites."""

from __future__ import annotations

from demo.newsroom.outlets.base import ArticlePlace, Outlet
from demo.newsroom.outlets.detakkini import DetakKini
from demo.newsroom.outlets.gema import Gema
from demo.newsroom.outlets.kabarpesisir import KabarPesisir
from demo.newsroom.outlets.lampungpagi import LampungPagi
from demo.newsroom.outlets.layarkota import LayarKota
from demo.newsroom.outlets.nusawarta import Nusawarta
from demo.newsroom.outlets.pedoman import Pedoman
from demo.newsroom.outlets.suaradaerah import SuaraDaerah

HOUSE: dict[str, Outlet] = {
    outlet.id: outlet
    for outlet in (
        DetakKini(),
        Pedoman(),
        SuaraDaerah(),
        Nusawarta(),
        Gema(),
        LampungPagi(),
        KabarPesisir(),
        LayarKota(),
    )
}

__all__ = ["HOUSE", "ArticlePlace", "Outlet"]
