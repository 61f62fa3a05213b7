// Sends a submission and makes one value of whatever comes back: nothing here throws.
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { messages, pick } from './messages.js';

/** How long the service may take. It answers in a second; a student should not look at a turning wheel for longer. */
const PATIENCE_MS = 60_000;

const failure = (message, { detail = '', signIn = false } = {}) => ({ kind: 'failure', message, detail, signIn });

async function bodyOf(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/**
 * Submits the saved notebook at `path`.
 * Gives `{kind: 'reports', reports}` or `{kind: 'failure', message, detail, signIn}`: `message` says what to do, `detail` what the service said.
 */
export async function submit(path, settings) {
  const address = URLExt.join(settings.baseUrl, 'api/ringlab/submissions');
  const request = { method: 'POST', body: JSON.stringify({ path }), signal: AbortSignal.timeout(PATIENCE_MS) };
  let response;
  try {
    response = await ServerConnection.makeRequest(address, request, settings);
  } catch (error) {
    return failure(error.cause?.name === 'TimeoutError' || request.signal.aborted ? messages.tooSlow : messages.unreachable);
  }
  const body = await bodyOf(response);
  if (response.status === 401) {
    return failure(messages.signedOut, { detail: pick(body?.message), signIn: true });
  }
  if (!response.ok) {
    return failure(messages.http(response.status), { detail: pick(body?.message) });
  }
  return Array.isArray(body?.reports) ? { kind: 'reports', reports: body.reports } : failure(messages.unreadable);
}
