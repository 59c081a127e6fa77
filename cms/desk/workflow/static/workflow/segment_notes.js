// A button at each text of a translation that leads to the form of notes, with that text chosen.
document.addEventListener('DOMContentLoaded', () => {
  const place = document.getElementById('note-place');
  if (!place) return;
  const text = document.getElementById('note-text');
  const words = place.dataset.button;
  const choose = (path) => {
    place.value = path;
    text.scrollIntoView({ block: 'center' });
    text.focus({ preventScroll: true });
  };
  [...place.options].filter((one) => one.value).forEach((option) => {
    const segment = document.getElementById(`segment-${option.value}`);
    if (!segment) return;
    const count = document.querySelectorAll(`[data-note-on="${CSS.escape(option.value)}"]`).length;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button-small button-secondary segment-notes__button';
    button.textContent = count ? `${words} (${count})` : words;
    button.setAttribute('aria-label', `${words}: ${option.textContent}`);
    button.addEventListener('click', () => choose(option.value));
    segment.append(button);
  });
});
