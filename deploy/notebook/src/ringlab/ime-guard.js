// Enter that ends or accepts a Chinese composition belongs to the input method: it never runs a cell nor submits anything.

/** Whether the key was pressed while an input method composes. 229 is Safari's sign for it, after the composition's end. */
const isComposing = event => event.isComposing || event.keyCode === 229;

const isEnter = event => event.key === 'Enter' || event.code === 'Enter' || event.code === 'NumpadEnter';

function guard(event) {
  if (isEnter(event) && isComposing(event)) {
    // Not preventDefault: the input method still needs the key.
    event.stopImmediatePropagation();
  }
}

export default {
  id: '@ringlab/notebook:ime-guard',
  description: 'Keeps Enter during a composition from running cells.',
  autoStart: true,
  activate: () => {
    // On the window, in the capture phase: before the document's listener, where shortcuts are recognised.
    for (const type of ['keydown', 'keypress', 'keyup']) {
      window.addEventListener(type, guard, { capture: true });
    }
  }
};
