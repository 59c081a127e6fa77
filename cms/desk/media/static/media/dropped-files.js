/* Several files that were dropped are saved with one button, and nobody leaves the screen by accident while some are not. */
(() => {
    const notice = document.querySelector("[data-dropped]");
    const list = document.getElementById("upload-list");
    if (!notice || !list) return;
    const forms = () => [...list.querySelectorAll("form")].filter((form) => form.closest("li").offsetParent !== null);
    const show = () => { notice.hidden = forms().length === 0; };
    new MutationObserver(show).observe(list, { childList: true, subtree: true });
    notice.querySelector("button").addEventListener("click", () => {
        for (const form of forms()) form.querySelector("[type=submit]").click();
    });
    window.addEventListener("beforeunload", (event) => {
        if (forms().length) event.preventDefault();
    });
})();
