// The script of every page: starts the Notebook interface with the plugins of that page.
import './page-config.js';
import './first-screen.js';
import './style.js';

import { NotebookApp } from '@jupyter-notebook/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { IServiceManager } from '@jupyterlab/services';
import { PluginRegistry } from '@lumino/coreutils';

import { mimeExtensions, pluginsOf } from './plugins.js';

async function start() {
  const page = PageConfig.getOption('notebookPage');
  document.body.dataset.notebook = page; // the style sheets ask for it
  const plugins = pluginsOf(page);
  const pluginRegistry = new PluginRegistry();
  pluginRegistry.registerPlugins(plugins);
  const serviceManager = await pluginRegistry.resolveRequiredService(IServiceManager);
  const availablePlugins = plugins.map(({ id, description, requires = [], optional = [], provides = null, autoStart }) => ({
    id,
    description,
    requires,
    optional,
    provides,
    autoStart,
    enabled: true
  }));
  const app = new NotebookApp({ pluginRegistry, serviceManager, mimeExtensions, availablePlugins });
  await app.start();
}

window.addEventListener('load', () => void start());
