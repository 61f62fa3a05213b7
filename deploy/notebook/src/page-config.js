// What every page of Ringlab has in common, so that the service need only say what differs (see README.md).
import { PageConfig } from '@jupyterlab/coreutils';

/** The folder this script came from, as a path from the server's root, with its trailing slash. */
const staticPath = new URL(__webpack_public_path__, location.href).pathname;
const base = PageConfig.getOption('baseUrl') || '/';

const FIXED = {
  appName: 'Ringlab',
  appUrl: '/lab',
  frontendUrl: '/',
  // The interface joins this to the base address.
  themesUrl: staticPath.slice(base.length - 1) + 'themes',
  federated_extensions: '[]',
  disabledExtensions: '[]',
  terminalsAvailable: 'false',
  quitButton: 'false',
  notebookStartsKernel: 'true',
  // No token of ours ever stands in an address.
  appendToken: 'false'
};

for (const [key, value] of Object.entries(FIXED)) {
  PageConfig.setOption(key, value);
}
