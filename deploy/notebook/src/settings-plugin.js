// The setting registry, filled before anything asks it. Notebook's own leaves out the settings that belong to no plugin
// and fetches them one by one later, while the shortcuts are not there yet: slower, and an error in the console.
import { ISettingConnector, ISettingRegistry, SettingRegistry } from '@jupyterlab/settingregistry';

import { Validator } from './settings-defaults.js';

/** Settings that plugins read under a name of their own. */
const SHARED = [
  '@jupyterlab/notebook-extension:panel',
  '@jupyterlab/codemirror-extension:plugin',
  '@jupyterlab/translation-extension:plugin'
];

export default {
  id: '@ringlab/notebook:settings',
  description: 'The setting registry.',
  autoStart: true,
  requires: [ISettingConnector],
  provides: ISettingRegistry,
  activate: (app, connector) => {
    // In the page itself: one question less before anything can be shown.
    const { settings } = JSON.parse(document.getElementById('ringlab-settings').textContent);
    const plugins = settings
      .filter(({ id }) => app.hasPlugin(id) || SHARED.includes(id))
      .map(plugin => ({ ...plugin, data: { composite: {}, user: {} } }));
    return new SettingRegistry({ connector, plugins, validator: new Validator() });
  }
};
