"""How the schema calls members of payloads that have another name there: by (type, member)."""

RENAMED = {
    ("Item", "languages"): "translations",
    ("Translation", "translation_status"): "status",
    ("HeadingBlock", "text"): "heading",
    ("QuoteBlock", "text"): "quote",
    ("LinkTo", "item"): "itemId",
    ("LinkTo", "language"): "addressLanguage",
    ("Promo", "item"): "itemId",
    ("Promo", "language"): "addressLanguage",
    # What both languages share beside the id of one's own.
    ("Item", "id"): "item",
    ("Term", "id"): "term",
    ("MarkedTerm", "id"): "termId",
    ("Step", "id"): "itemId",
    ("Chapter", "id"): "chapterId",
    ("Promo", "id"): "promoId",
    ("File", "id"): "fileId",
    ("Picture", "id"): "pictureId",
}
