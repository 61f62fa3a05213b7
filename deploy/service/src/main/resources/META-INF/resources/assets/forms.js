// A form is sent once, however often its button is pressed; a file that is too large is named before it is sent.
'use strict';
const sent = new WeakSet();

document.addEventListener('submit', event => {
  const form = event.target;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  form.setAttribute('aria-busy', 'true');
});

// A page that comes back from the browser's memory, and one that stayed because a file was saved, can be sent again.
function again() {
  for (const form of document.forms) {
    sent.delete(form);
    form.removeAttribute('aria-busy');
  }
}
window.addEventListener('pageshow', again);

document.addEventListener('change', event => {
  const file = event.target;
  if (file.type === 'file' && file.dataset.most) {
    const large = [...file.files].some(one => one.size > Number(file.dataset.most));
    file.setCustomValidity(large ? file.dataset.tooLarge : '');
    file.reportValidity();
  }
});
