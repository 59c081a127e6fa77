// Whoever has agreed in Wagtail's dialogue to put their version in the place of another's is not asked again by the server.
document.addEventListener('w-dialog:confirmed', (event) => {
  const form = document.getElementById('page-edit-form');
  if (event.target.id !== 'w-save-confirmation-dialog' || !form) { return; }
  const agreed = document.createElement('input');
  Object.assign(agreed, { type: 'hidden', name: 'overwrites_newer', value: '1' });
  form.append(agreed);
}, true);
