// A form whose writer has been logged out meanwhile says so as soon as something could not be saved, sends nothing that would be
// lost, and goes on once its writer has logged in again in another tab.
(() => {
  const { status, logIn, ended, other, back, link } = document.currentScript.dataset;
  let user = '';
  let notice = null;
  const isOut = () => notice?.dataset.sessionNotice === 'out';

  const tell = (words, isOutNow) => {
    if (!notice) {
      notice = document.createElement('p');
      notice.style.cssText = 'position: sticky; top: 0; z-index: 100; margin: 0;';
      notice.setAttribute('role', 'alert');
      document.querySelector('main').prepend(notice);
    }
    notice.dataset.sessionNotice = isOutNow ? 'out' : 'in';
    notice.className = `help-block ${isOutNow ? 'help-critical' : 'help-info'}`;
    notice.textContent = `${words} `;
    if (isOutNow) {
      const way = document.createElement('a');
      Object.assign(way, { href: logIn, target: '_blank', textContent: link });
      notice.append(way);
    }
  };

  // Who is logged in now, and the token of their forms; null where that cannot be known.
  const ask = async () => {
    try {
      const response = await fetch(status, { credentials: 'same-origin', cache: 'no-store', headers: { Accept: 'application/json' } });
      return response.ok ? await response.json() : null;
    } catch (error) {
      return null;
    }
  };

  // Whether the page's own writer is logged in, as far as can be known.
  const isIn = async () => {
    const told = await ask();
    if (!told) { return true; }
    if (told.user !== user) {
      tell(told.user ? other : ended, true);
      return false;
    }
    // Logging in changes the token.
    document.querySelectorAll('input[name="csrfmiddlewaretoken"]').forEach((field) => { field.value = told.token; });
    if (isOut()) { tell(back, false); }
    return true;
  };

  const start = async () => {
    if (!document.querySelector('main form[data-controller~="w-unsaved"]')) { return; }
    user = (await ask())?.user;
    if (!user) { return; }
    document.addEventListener('w-autosave:error', isIn);
    window.addEventListener('focus', () => { if (isOut()) { isIn(); } });
    document.addEventListener('submit', async (event) => {
      if (!isOut() || event.target.method !== 'post') { return; }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await isIn()) { event.target.requestSubmit(event.submitter); }
    }, true);
  };
  document.addEventListener('DOMContentLoaded', start);
})();
