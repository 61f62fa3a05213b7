// The way back to the course page, at the left of the title bar.
import { PageConfig } from '@jupyterlab/coreutils';
import { Widget } from '@lumino/widgets';

import { messages } from './messages.js';

function link(address) {
  const node = document.createElement('a');
  node.href = address;
  node.textContent = `← ${messages.course}`;
  node.className = 'ringlab-HomeLink';
  const widget = new Widget({ node });
  widget.id = 'ringlab-home-link';
  return widget;
}

export default {
  id: '@ringlab/notebook:home-link',
  description: 'A link back to the course page.',
  autoStart: true,
  activate: app => {
    const address = PageConfig.getOption('ringlabHome');
    if (address) {
      app.shell.add(link(address), 'top', { rank: 1 });
    }
  }
};
