/* A picture that is chosen brings its description in the page's language, unless something is written there already. */
(() => {
    const WORDS = { picture: "alt_text", poster: "poster_alt_text" };
    const blocks = window.wagtailStreamField?.blocks;
    if (!blocks) return;
    const render = blocks.StructBlockDefinition.prototype.render;
    blocks.StructBlockDefinition.prototype.render = function (placeholder, prefix, ...rest) {
        const block = render.call(this, placeholder, prefix, ...rest);
        for (const [picture, words] of Object.entries(WORDS)) {
            const field = document.getElementById(`${prefix}-${words}`);
            const widget = block.childBlocks?.[picture]?.widget;
            if (!field || !widget?.addEventListener) continue;
            widget.addEventListener("chosen", ({ detail }) => {
                if (!field.value.trim() && detail?.default_alt_text) field.value = detail.default_alt_text;
            });
        }
        return block;
    };
})();
