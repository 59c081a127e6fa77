// The words of wagtail-localize's editor that it says in English whatever the language of the screen.
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
  new MutationObserver(translate).observe(editor, { childList: true, subtree: true });
  translate();
});
