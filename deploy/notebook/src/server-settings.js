// How the service is asked: as Jupyter asks its server, but with JSON called JSON. A browser calls every text text/plain.
import { IServerSettings, ServerConnection } from '@jupyterlab/services';

function send(request) {
  if (request.headers.get('Content-Type')?.startsWith('text/plain')) {
    request.headers.set('Content-Type', 'application/json');
  }
  return fetch(request);
}

export default {
  id: '@ringlab/notebook:server-settings',
  description: 'How the service is asked.',
  provides: IServerSettings,
  activate: () => ServerConnection.makeSettings({ fetch: send })
};
