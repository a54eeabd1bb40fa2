"""Write ``docs/cleaning.md`` from the rule table: ``python -m kliping.clean.docs [PATH]``."""

from __future__ import annotations

import sys
from pathlib import Path

from kliping.clean import bare, headline, reader
from kliping.clean.learned import LEAST_ARTICLES, SHARE_AT_EDGE, SHARE_INSIDE, SHARE_SENTENCE
from kliping.clean.rules import Rule, read_rules
from kliping.model import REMOVED_KINDS

KIND_MEANINGS = {
    "related": "links to other articles, announced (“Baca juga: ...”) or not; the headline is kept as data",
    "ad": "advertisement labels and promotions of the outlet",
    "media": "placeholders of videos, embeds and players",
    "nav": "page numbers, menus, “Halaman selanjutnya”, “Scroll to Top”",
    "share": "share buttons",
    "follow": "calls to follow the outlet elsewhere: Google News, WhatsApp, newsletters, its app",
    "credit": "bylines, initials, photographers, the page's time stamp; kept as data",
    "copyright": "copyright lines and bans on copying",
    "syndication": "where the article came from or appeared before; the source is kept as data",
    "dateline": "place and outlet before the first sentence; kept as data",
    "caption": "captions of photos",
    "title": "repetitions of the article's own title",
    "tags": "topic lists and hashtags",
    "other": "other page boilerplate, learned boilerplate among it",
}
"""What each kind of removal is."""

CODED_RULES = (
    (
        "dateline",
        "dateline",
        "a grammar of places (`places.txt`) and outlets",
        "⟦JAKARTA, KABARKITA.com -⟧ Harga beras naik.",
    ),
    (
        "headline-inserted",
        "related",
        "the bare-headline model",
        "Warga pulih.⟦Presiden Minta Bantuan Korban Banjir Demak Segera Disalurkan⟧Camat setuju. (abc/def)",
    ),
    (
        "headline-twice",
        "related",
        "one headline on two lines in a row",
        "⟦Harga Telur Turun Menjelang Akhir Bulan⏎Harga Telur Turun Menjelang Akhir Bulan⟧",
    ),
    (
        "related-listed",
        "related",
        "headlines below “Berita terkait”",
        "Berita Terkait⏎⟦Harga Telur Turun Menjelang Akhir Bulan⟧",
    ),
    (
        "title",
        "title",
        "the article's title, or a first line repeated above the dateline",
        "⟦Harga Telur Turun⟧⏎JAKARTA - Harga telur turun.",
    ),
    (
        "byline-above-dateline",
        "credit",
        "bylines above the dateline",
        "⟦Laporan Dewi Lestari⟧⏎JAKARTA - Harga telur turun.",
    ),
    (
        "caption-credit",
        "caption",
        "a short line that ends in a photo credit",
        "⟦Suasana pasar (Kabar Kita/Dewi Lestari)⟧⏎Harga telur turun.",
    ),
    (
        "caption-photographer",
        "caption",
        "a line that begins with a photo credit",
        "⟦KabarKita.com/DEWI LESTARI Suasana pasar⟧⏎Harga telur turun.",
    ),
    (
        "caption-glued",
        "caption",
        "a caption that a lost break glued in",
        "Harga turun.⟦Suasana pasar. (Kabar Kita/Dewi Lestari)⟧Pedagang senang.",
    ),
    (
        "caption-twice",
        "caption",
        "a line that says one thing twice behind a site's name: a picture's source, text and caption",
        "⟦kabarkita.id Suasana pasar induk pada Minggu pagi di Jakarta Timur "
        "Suasana pasar induk pada Minggu pagi di Jakarta Timur⟧⏎"
        "Harga telur turun.",
    ),
    ("initials", "credit", "initials in brackets behind the story", "Harga turun. ⟦(abc/def)⟧"),
    ("signed", "credit", "a name in brackets behind the story", "Harga turun. ⟦(Dewi Lestari)⟧"),
    ("tags-below-initials", "tags", "short lines below a line of initials", "Harga turun.⏎(abc/def)⏎⟦harga telur⟧"),
    ("learned", "other", "blocks that recur in the outlet's articles", "⟦Kabar Kita, dari warga untuk warga⟧"),
)
"""Rules that are code, not patterns: name, kind, what decides, example."""


def render_cell(text: str) -> str:
    """Text that is safe in a cell of a Markdown table."""
    return text.replace("|", "\\|")


def render_row(rule: Rule) -> str:
    """One line of the table of rules."""
    return f"| `{rule.name}` | {rule.place} | {rule.extent} | {render_cell(rule.example)} |"


def render_document() -> str:
    """The whole page."""
    rules = read_rules()
    parts = [
        "# What cleaning removes",
        "<!-- Written by `python -m kliping.clean.docs`; edit the rule table or the docstrings instead. -->",
        "`kliping.clean` parts the story from what is not the story. Every removed span has a kind and names "
        "its rule; the "
        "given text is exactly the kept text plus the removed spans. Whatever is doubtful is story and stays.",
        "Marks ⟦ ⟧ in the examples show what is removed, ⏎ is a line break. `kliping clean --diff` shows the "
        "same on any text.",
        "## Kinds",
        "\n".join(f"- **{kind}**: {KIND_MEANINGS[kind]}" for kind in REMOVED_KINDS),
        "## Where a rule may stand and how far it reaches",
        "A rule is one line of `plugins/kliping/clean/rules.tsv`: its name, kind, place, extent, a hint that "
        "makes it worth "
        "trying, a pattern over the folded text (lower case, plain quotes and hyphens) and an example that "
        "the tests hold it to.",
        "Places: `inline` anywhere; `block` where a sentence or line may begin; `capital` the same, or "
        "anywhere if it begins with a "
        "capital; `line` a whole line; `head` before the story; `tail` behind it.",
        "Extents: `match`; `headline`, `headlines`, `maybe-headlines` (the headline, or headlines, that "
        "follow; only if it looks "
        "like one); `rest` of a short line; `names`; `sentence`; `line`.",
        "## The end of a headline",
        "Where line breaks are lost, a headline is glued to the story. Each place where it may end is scored "
        "by named features "
        "(the kind of joint, length, Title Case, the words around it); the weights are in `headline.json`, "
        "trained offline by "
        f"`training/headline.py`. A character of story lost counts as much as {headline.STORY_LOSS:g} characters "
        f"left. A headline that "
        f"nothing announces must be {bare.SURE_CHANCE:.0%} sure, and the text must hold other page boilerplate: the "
        "placeholder of a video, or, if the headline speaks of something else than the story, initials. In any other "
        "text it may be the story's own subheading, and stays.",
        "## The reader: a model of the whole text",
        "Rules know phrases that somebody saw. What no rule names is decided by a linear-chain CRF "
        "(`clean/reader.py`): the text is cut into pieces (lines, sentences, fragments between lost breaks: "
        "`pieces.py`), each is described by named features (`features.py`: its shape, its words and their classes in "
        "`lexicon/classes.txt`, the rules around it, the run of short lines it stands in, how much of the story is "
        "before and behind it, how many of its words the text holds elsewhere), and the model gives each piece its "
        "chance of being story, boilerplate, or the foot, from which no way leads back to the story (`sequence.py`).",
        f"A lost character of the story weighs as much as thirty of boilerplate left over. What no rule names is cut "
        f"only if the model gives the story less than {reader.STORY_CHANCE:.1%}; what ends like a sentence, less than "
        f"{reader.SENTENCE_CHANCE:.1%}, or {reader.ONE_LINE_CHANCE:.2%} in a text without line breaks; "
        f"a piece of more than {reader.LONG_PIECE_WORDS} words that does not, {reader.LONG_PIECE_CHANCE:.2%}. A text "
        "is clean, and nothing is cut from it, if no rule finds anything and the model nothing with less than "
        f"{reader.SURE_BOILERPLATE:.1%}: so a text that was cut already is not cut again. Where initials end a line "
        "behind the story (`signature.py`), all below is cut with them, unless it is more than the story, quotes "
        "somebody, or repeats it. `kliping clean FILE --explain` prints, for each piece that is cut or nearly was, "
        "the features that weighed most.",
        "The weights (`reader.npz`) are learned by one command, `make train`, from the labelled texts in "
        "`../shared/data/text` and from texts that are composed of their stories and of `training/bank/`, boilerplate "
        "and traps that were written for Kliping (`training/composed.py`). The same data, seed and libraries give the "
        "same bytes; the libraries are the dependency group `training`. Weights and lexicon are part of the rules' "
        "version.",
        "To teach it something new: add labelled texts to the data (`LABELS.md` there is the policy), or lines to a "
        "file of `training/bank/` (kind, tab, text with placeholders such as `{person}`) and stories that it should "
        "leave alone to `traps.txt`; run `make train`, then `python bench/clean.py folds` for what it is worth on "
        "outlets left out (it prints kinds, families, the worst outlets and every lost span) and `pytest tests/clean`; "
        "raise the floors in `tests/floors.toml`. Third-party text never enters the repository.",
        "## What is told of the text around the story",
        "Title, dateline, date, people and other articles' headlines are read from what was cut and from what was left "
        "above the story (`facts.py`). Kinds and borders of spans are hints: a line that was cut in two is read whole. "
        "A title must be about what the story is about, people stand behind a role, at a byline's place or in "
        "brackets at the end, headlines below an announcement or among their like; what is doubtful is not told. "
        "`python bench/fields.py` measures it on labelled texts; `tests/clean/stated-*.txt` state what others say.",
        "## Learned boilerplate",
        f"A block that at least {LEAST_ARTICLES} articles of one outlet hold is boilerplate if it is no "
        f"sentence and stands before or "
        f"behind the story in {SHARE_AT_EDGE:.0%} of them, or as a line of its own inside the story in "
        f"{SHARE_INSIDE:.0%}; a whole "
        f"sentence only behind the story and in {SHARE_SENTENCE:.0%}. So a quoted law, a disclaimer within "
        f"the story and a lead "
        "that several stories share survive.",
        "## Rules",
    ]
    for kind in REMOVED_KINDS:
        lines = [render_row(rule) for rule in rules if rule.kind == kind]
        lines += [
            f"| `{name}` | code | {render_cell(how)} | {render_cell(example)} |"
            for name, of, how, example in CODED_RULES
            if of == kind
        ]
        if lines:
            parts += [
                f"### {kind}",
                "\n".join(("| rule | place | extent | example |", "| --- | --- | --- | --- |", *lines)),
            ]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Command line."""
    default = Path(__file__).resolve().parents[3] / "docs" / "cleaning.md"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_document(), encoding="utf-8")


if __name__ == "__main__":
    main()
