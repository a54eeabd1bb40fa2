"""Write ``docs/cleaning.md`` from the rule table: ``python -m kliping.clean.docs [PATH]``."""

from __future__ import annotations

import sys
from pathlib import Path

from kliping.clean.headlines import headline_ends
from kliping.clean.reader import edge_lines, foot_lists, model_spans
from kliping.clean.rules import bare_headlines
from kliping.clean.rules.learned_blocks import (
    LEAST_ARTICLES,
    LEAST_ARTICLES_OF_A_SENTENCE,
    SHARE_AT_EDGE,
    SHARE_INSIDE,
    SHARE_SENTENCE,
)
from kliping.clean.rules.table import Rule, read_rules
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
    "other": "other boilerplate, including learned boilerplate",
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
        "headline-bulleted",
        "related",
        "a headline behind a bullet, below a sentence that announces no list",
        "Warga sudah pulang ke rumah.⏎⟦• Presiden Minta Bantuan Korban Banjir Demak Segera Disalurkan⟧",
    ),
    (
        "title-line",
        "title",
        "a line above the story that has the form of a title and says what the story speaks of",
        "⟦Harga Telur Turun Menjelang Akhir Bulan⟧⏎"
        "Harga telur ayam di pasar induk turun dua ribu rupiah menjelang akhir bulan, kata pedagang.",
    ),
    (
        "title-glued",
        "title",
        "the same, where the story follows in one line",
        "⟦Harga Telur di Pasar Induk Turun Lagi Menjelang Akhir Puasa.⟧ Para pedagang di pasar induk menjual telur "
        "lebih murah sejak Senin, dan harga itu akan turun lagi.",
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
    (
        "caption-bare-credit",
        "caption",
        "a line that ends in a photo credit without brackets",
        "⟦Rapat warga di balai desa, Senin. Foto: Ist⟧⏎Harga telur turun.",
    ),
    ("initials", "credit", "initials in brackets behind the story", "Harga turun. ⟦(abc/def)⟧"),
    ("signed", "credit", "a name in brackets behind the story", "Harga turun. ⟦(Dewi Lestari)⟧"),
    ("tags-below-initials", "tags", "short lines below a line of initials", "Harga turun.⏎(abc/def)⏎⟦harga telur⟧"),
    ("learned", "other", "blocks that recur in the outlet's articles", "⟦Kabar Kita, dari warga untuk warga⟧"),
)
"""Rules that are code, not patterns: name, kind, what decides, example."""


def render_cell(text: str) -> str:
    """Return text that is safe in a cell of a Markdown table."""
    return text.replace("|", "\\|")


def render_row(rule: Rule) -> str:
    """Return one line of the table of rules."""
    return f"| `{rule.name}` | {rule.place} | {rule.extent} | {render_cell(rule.example)} |"


def render_document() -> str:
    """Return the whole page."""
    rules = read_rules()
    parts = [
        "# What cleaning removes",
        "<!-- Generated by `python -m kliping.clean.docs`: edit rules/rules.tsv or docs.py there, not this page. -->",
        "`kliping.clean` separates the story from boilerplate. Every removed span has a kind and names its rule; kept "
        "text and removed spans together are exactly the given text. In doubt, text is kept.",
        "In the examples, ⟦ ⟧ marks what is removed and ⏎ is a line break. `kliping clean --diff` shows the same for "
        "any text.",
        "## Kinds",
        "\n".join(f"- **{kind}**: {KIND_MEANINGS[kind]}" for kind in REMOVED_KINDS),
        "## Where a rule applies and how much it removes",
        "A rule is one line of `plugins/kliping/clean/rules/rules.tsv`: its name, kind, place, extent, a hint (text "
        "that "
        "must occur before the pattern is tried), a pattern on the folded text (lower case, plain quotes and hyphens), "
        "and an example that the tests check.",
        "Places: `inline` anywhere; `block` where a sentence or line may begin; `capital` the same, or "
        "anywhere if it begins with a capital; `line` a whole line; `head` before the story; `tail` after it.",
        "Extents: `match`; `headline`, `headlines` (the match and the headline or headlines that follow it); "
        "`maybe-headlines` (the same, if what follows looks like a headline); `rest` of a short line; `names`; "
        "`sentence`; `own-call` (a sentence that asks to follow the outlet itself, not an account or a channel of "
        "somebody in the story: `rules/own_calls.py`); `line`.",
        "## The end of a headline",
        "Where line breaks are lost, a headline is joined to the next sentence. Each place where it may end is scored "
        "by named features (what stands at the joint, length, Title Case, the words around it); the weights are in "
        f"`headline.json`, trained offline by `training/headline.py`. A lost character of the story costs as much as "
        f"{headline_ends.STORY_LOSS:g} characters of boilerplate left over. A headline that nothing announces is "
        "removed "
        f"only if the model is {bare_headlines.SURE_CHANCE:.0%} sure and the text holds other boilerplate: the "
        "placeholder of a "
        "video, or, if the headline is about something else than the story, initials. In any other text it may be the "
        "story's own subheading, and is kept.",
        "## The reader: a model of the whole text",
        "Rules find known phrases. All other text is decided by a linear-chain CRF (`clean/reader/model_spans.py`): "
        "the text is "
        "cut into pieces (lines, sentences, fragments between lost breaks: `reader/cutting.py`), each is described "
        "by named "
        "features (`reader/features.py`, `reader/marks.py`, `reader/context.py`: its shape, its words and their "
        "classes in "
        "`lexicon/classes.txt`, the rules around it, the run of short lines it is in, how much of the story is before "
        "and after it, how many of its words occur elsewhere in the text), and the model gives each piece a "
        "probability of being story, boilerplate, or the end matter, after which no story follows "
        "(`reader/sequence.py`). "
        "A feature has a name in training and a number otherwise, the row of its weights; features with few values "
        "that always occur together (the place of a piece, the run it is in) form a bundle, a row that is added up "
        "once per process (`reader/weights.py`). `~` before a feature's name says that the pieces beside see it, too, "
        "and `~~` that those two away do.",
        "A lost character of the story costs as much as thirty characters of boilerplate left over. Where no rule "
        f"applies, a piece is cut only if its probability of being story is less than "
        f"{model_spans.STORY_CHANCE:.1%}; if it "
        f"ends like a sentence, less than {model_spans.SENTENCE_CHANCE:.1%}, or {model_spans.ONE_LINE_CHANCE:.2%} in "
        "a text "
        f"without line breaks; if it does not and has more than {model_spans.LONG_PIECE_WORDS} words, "
        f"{model_spans.LONG_PIECE_CHANCE:.2%}. By the model nothing is cut from a text in which "
        "no rule finds anything and the model "
        f"nothing with less than {model_spans.SURE_BOILERPLATE:.1%}: so a text that was cleaned before is not cut "
        "again. "
        "Where initials end a line after the story (`reader/signature.py`), everything below is cut with them, "
        "unless it is "
        "longer than the story, quotes somebody, or repeats the story. `kliping clean FILE --explain` prints, for each "
        "piece that is cut or nearly was, the features that weighed most.",
        f"What the model leaves is looked at once more by its place (`reader/edge_lines.py`): up to "
        f"{edge_lines.MOST_EDGE_LINES} lines of at most {edge_lines.LONGEST_EDGE_LINE} characters without an end mark "
        f"right above the first sentence of the story, or below its last, are cut ({edge_lines.LONGEST_BELOW_TITLE} "
        f"characters below a title, {edge_lines.LONGEST_ABOVE_BYLINE} above a byline). The last words of a line go "
        "with its beginning; sentences whose links lost their spaces, and lists that the story announces "
        '("... adalah:"), stay whole, and so do items of a numbered list and headings that the '
        "sentence below repeats (`reader/line_rests.py`, `reader/fragments.py`, `reader/story_lists.py`). Below the "
        "bylines at the end, "
        f"{foot_lists.FEWEST_HEADLINES} headlines or more go with them (`reader/foot_lists.py`). Lines left above "
        "the title go if most of what stands there does (`reader/page_top.py`); a caption goes with its "
        "photographer (`reader/photo_lines.py`).",
        "`make train` learns the weights (`reader.npz`) from the labelled texts in `../shared/data/text` and from "
        "texts composed (`training/composed.py`) of their stories and of `training/bank/`: boilerplate, and stories "
        "that look like it, written for Kliping. Some composed stories have links that broke their sentences "
        "(`training/links.py`), as scrapers leave them. The same data, seed and libraries give the same bytes; "
        "the libraries are the dependency group `training`. Weights and lexicon are part of `rules_version`.",
        "To teach it something new: add labelled texts to the data (`LABELS.md` there says how), or lines to a file of "
        "`training/bank/` (kind, tab, text with placeholders such as `{person}`), and stories that it must leave alone "
        "to `traps.txt`. Run `make train`, then `python bench/clean.py folds` for the scores on outlets left out of "
        "training (by kind and family, with the worst outlets and every lost span) and `pytest tests/clean`; raise the "
        "floors in `tests/floors.toml`. Third-party text never enters the repository.",
        "## Fields read from the text around the story",
        "Title, dateline, date, people and other articles' headlines are read from what was cut and from what was left "
        "above the story (`facts/read.py`). Kinds and borders of spans are only hints: a line that was cut in two is "
        "read "
        "as one. A title must share its topic with the story; a person must follow a role, stand where bylines stand, "
        "or be in brackets at the end; a headline must follow an announcement or stand among others; a time stamp is "
        "the page's if no sentence, caption or headline holds it. What is doubtful is left out. "
        "`python bench/fields.py` measures this on labelled texts; `tests/clean/stated-*.txt` hold the "
        "test cases.",
        "## Learned boilerplate",
        f"A block (line or sentence) that at least {LEAST_ARTICLES} articles of one outlet hold is boilerplate if it "
        f"is not a sentence and occurs before or after the story in {SHARE_AT_EDGE:.0%} of the outlet's articles, or "
        f"as a line of its own inside the story in {SHARE_INSIDE:.0%}; a whole sentence (two words and a full stop) "
        f"only after the story, on lines of its own, where {LEAST_ARTICLES_OF_A_SENTENCE} articles or more hold it "
        f"and at least {SHARE_SENTENCE:.0%} do beyond chance (Wilson's lower bound). Copies of one text count once. "
        "So a quoted law, a disclaimer within the story, a lead that several stories share and a short last sentence "
        "are kept. "
        "`kliping learn` lists what it cuts, `--dry-run` without pinning it; `--unpin` takes it back.",
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
    """Write the page to the path given on the command line, or to ``docs/cleaning.md``."""
    default = Path(__file__).resolve().parents[3] / "docs" / "cleaning.md"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_document(), encoding="utf-8")


if __name__ == "__main__":
    main()
