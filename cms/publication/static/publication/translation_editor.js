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
  const prepare = () => { translate(); name(); };
  new MutationObserver(prepare).observe(editor, { childList: true, subtree: true });
  prepare();
});
