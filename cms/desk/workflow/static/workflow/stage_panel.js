// Shows what can be done with a translation as soon as its last text is confirmed, or one is opened again.
document.addEventListener('DOMContentLoaded', () => {
  const unfinished = document.querySelector('[data-unfinished]');
  if (!unfinished || !document.querySelector('[data-stage-panel]')) return;
  let known = unfinished.textContent;
  const show = async () => {
    const now = unfinished.textContent;
    if (now === known) return;
    known = now;
    const panel = document.querySelector('[data-stage-panel]');
    const comment = panel.querySelector('[name=comment]')?.value;
    const response = await fetch(panel.dataset.stagePanel, { redirect: 'manual', credentials: 'same-origin' }).catch(() => undefined);
    if (!response?.ok || unfinished.textContent !== now) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-stage-panel]');
    if (!fresh) return;
    const field = fresh.querySelector('[name=comment]');
    if (field && comment) field.value = comment;
    panel.replaceWith(fresh);
  };
  new MutationObserver(show).observe(unfinished, { childList: true });
});
