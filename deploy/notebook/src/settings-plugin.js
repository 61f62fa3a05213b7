// The setting registry, filled before anything asks it. Notebook's own leaves out the settings that belong to no plugin
// and fetches them one by one later, while the shortcuts are not there yet: slower, and an error in the console.
import { ISettingConnector, ISettingRegistry, SettingRegistry } from '@jupyterlab/settingregistry';

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
  activate: async (app, connector) => {
    const { values } = await connector.list('active');
    const plugins = values.filter(({ id }) => app.hasPlugin(id) || SHARED.includes(id));
    return new SettingRegistry({ connector, plugins });
  }
};
