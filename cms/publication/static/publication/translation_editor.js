// The words of wagtail-localize's editor that it says in English whatever the language of the screen; and the name of the form
// by which it publishes, to which the ticks above its buttons belong.
document.addEventListener('DOMContentLoaded', () => {
  const editor = document.querySelector('.js-translation-editor');
  if (!editor) return;
  const say = (element, words) => {
    if (words && element.textContent !== words) element.textContent = words;
  };
  const translate = () => {
    editor.querySelectorAll('section > div > h3').forEach((title) => say(title, editor.dataset.title));
    editor.querySelectorAll('.w-dropdown__toggle > .w-sr-only').forEach((label) => say(label, editor.dataset.more));
  };
  const ticks = document.querySelector('[data-publish-form]');
  const name = () => {
    const form = editor.querySelector('button[name="action"][value="publish"]')?.form;
    if (ticks && form) form.id = ticks.dataset.publishForm;
  };
  // Leads to the text or value of a path, once: `#field=body.<id>`.
  let path = decodeURIComponent(window.location.hash).match(/^#field=(.+)$/)?.[1];
  const words = (html) => new DOMParser().parseFromString(html, 'text/html').body.textContent.trim();
  const go = () => {
    const segments = path ? JSON.parse(editor.dataset.props).segments : [];
    const wanted = segments.find((one) => one.contentPath === path || path.startsWith(`${one.contentPath}.`));
    if (!wanted) return;
    const shown = [...editor.querySelectorAll('section ul ul > li')].filter((one) => one.querySelector('button'));
    const fields = [...editor.querySelectorAll('section ul > li')].filter((one) => one.querySelector(':scope > h3'));
    const found = shown.find((one) => wanted.source && one.querySelector('p')?.textContent.trim() === words(wanted.source))
      ?? fields.find((one) => one.querySelector('h3').textContent === wanted.location.field);
    if (!found) return;
    path = undefined;
    document.querySelector(`[role="tab"][href="#tab-${wanted.location.tab}"]`)?.click();
    // Once its tab is shown.
    window.requestAnimationFrame(() => {
      found.scrollIntoView({ block: 'center' });
      found.querySelector('button')?.focus({ preventScroll: true });
    });
  };
  const prepare = () => { translate(); name(); go(); };
  new MutationObserver(prepare).observe(editor, { childList: true, subtree: true });
  prepare();
});
