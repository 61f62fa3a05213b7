// Which plugins each page starts. The choice follows Notebook's own, less what a course does without:
// debugger, language servers, consoles, terminals, hub, extension manager, announcements, log console.
import * as notebookApplication from '@jupyter-notebook/application-extension';
import * as notebookDocuments from '@jupyter-notebook/docmanager-extension';
import * as notebookHelp from '@jupyter-notebook/help-extension';
import * as notebookNotebook from '@jupyter-notebook/notebook-extension';
import * as notebookTree from '@jupyter-notebook/tree-extension';
import * as application from '@jupyterlab/application-extension';
import * as apputils from '@jupyterlab/apputils-extension';
import * as cellToolbar from '@jupyterlab/cell-toolbar-extension';
import * as cellTags from '@jupyterlab/celltags-extension';
import * as codemirror from '@jupyterlab/codemirror-extension';
import * as completer from '@jupyterlab/completer-extension';
import * as csvViewer from '@jupyterlab/csvviewer-extension';
import * as docmanager from '@jupyterlab/docmanager-extension';
import * as documentSearch from '@jupyterlab/documentsearch-extension';
import * as fileBrowser from '@jupyterlab/filebrowser-extension';
import * as fileEditor from '@jupyterlab/fileeditor-extension';
import * as htmlViewer from '@jupyterlab/htmlviewer-extension';
import * as imageViewer from '@jupyterlab/imageviewer-extension';
import * as json from '@jupyterlab/json-extension';
import * as mainMenu from '@jupyterlab/mainmenu-extension';
import * as markdownViewer from '@jupyterlab/markdownviewer-extension';
import * as markedParser from '@jupyterlab/markedparser-extension';
import * as mermaid from '@jupyterlab/mermaid-extension';
import * as mermaidMime from '@jupyterlab/mermaid-extension/lib/mime.js';
import * as metadataForm from '@jupyterlab/metadataform-extension';
import * as notebook from '@jupyterlab/notebook-extension';
import * as running from '@jupyterlab/running-extension';
import * as services from '@jupyterlab/services-extension';
import * as settingEditor from '@jupyterlab/settingeditor-extension';
import * as shortcuts from '@jupyterlab/shortcuts-extension';
import * as themeDark from '@jupyterlab/theme-dark-extension';
import * as themeLight from '@jupyterlab/theme-light-extension';
import * as toc from '@jupyterlab/toc-extension';
import * as tooltip from '@jupyterlab/tooltip-extension';
import * as translation from '@jupyterlab/translation-extension';
import * as uiComponents from '@jupyterlab/ui-components-extension';
import * as vega from '@jupyterlab/vega5-extension';

import ringlab from './ringlab/index.js';
import serverSettings from './server-settings.js';
import settingRegistry from './settings-plugin.js';
import bundledTranslations from './translation/connector.js';

const all = module => [module.default].flat();
const name = plugin => plugin.id.slice(plugin.id.indexOf(':') + 1);
const only = (module, ...names) => all(module).filter(plugin => names.includes(name(plugin)));
const without = (module, ...names) => all(module).filter(plugin => !names.includes(name(plugin)));

/** Renderers of output types, registered before the interface starts. */
export const mimeExtensions = [json, mermaidMime, vega];

const everyPage = [
  // First: once other settings are loaded it looks for its own, and stumbles when they are not there yet.
  ...all(shortcuts),
  ...without(services, 'server-settings'),
  serverSettings,
  ...all(notebookApplication),
  ...all(notebookDocuments),
  ...all(notebookHelp),
  // tab-icon names icons of the Jupyter server; ours are in the page, and faviconbusy switches them.
  // trusted: "Not Trusted" on a lesson frightens; the service decides what is (README.md).
  ...without(notebookNotebook, 'tab-icon', 'trusted'),
  ...only(application, 'context-menu', 'faviconbusy', 'router', 'top-bar', 'top-spacer'),
  ...only(
    apputils,
    ...['kernels-settings', 'palette', 'notification', 'sanitizer', 'sessionDialogs', 'settings-connector'],
    ...['state', 'themes', 'themes-palette-menu', 'toolbar-registry', 'utilityCommands']
  ),
  settingRegistry,
  ...all(codemirror),
  ...only(completer, 'base-service', 'manager'),
  ...all(csvViewer),
  ...only(docmanager, 'plugin', 'download', 'contexts', 'manager'),
  ...only(documentSearch, 'plugin'),
  ...only(fileBrowser, 'factory', 'default-file-browser'),
  ...only(fileEditor, 'plugin', 'widget-factory'),
  ...all(htmlViewer),
  ...all(imageViewer),
  ...only(mainMenu, 'plugin'),
  ...all(markedParser),
  ...all(mermaid),
  // cell-executor: ours waits for the kernel. factory: cells out of view wait in ours.
  ...only(notebook, 'export', 'tracker', 'widget-factory'),
  ...all(themeLight),
  ...all(themeDark),
  ...only(translation, 'translator'),
  bundledTranslations,
  ...all(uiComponents),
  ...ringlab.everyPage
];

const perPage = {
  tree: [
    ...only(application, 'commands'),
    ...all(cellToolbar),
    ...only(fileBrowser, 'browser', 'create-new-language-file', 'download', 'file-upload-status', 'open-with', 'search'),
    ...all(notebookTree),
    ...only(running, 'plugin'),
    ...all(settingEditor)
  ],
  notebooks: [
    ...all(cellTags),
    ...all(cellToolbar),
    ...all(metadataForm),
    ...only(
      notebook,
      ...['active-cell-tool', 'completer', 'copy-output', 'metadata-editor', 'search', 'toc', 'tools', 'update-raw-mimetype']
    ),
    ...only(toc, 'registry', 'tracker'),
    ...only(tooltip, 'manager', 'notebooks'),
    ...ringlab.notebooks
  ],
  edit: [...only(fileEditor, 'completer', 'search'), ...all(markdownViewer)]
};

/** The plugins of a page: `tree`, `notebooks` or `edit`. */
export const pluginsOf = page => [...everyPage, ...(perPage[page] ?? [])];
