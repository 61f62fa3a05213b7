// Sends a submission and makes one value of whatever comes back: nothing here throws.
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { messages, pick } from './messages.js';

/** How long an answer may take. It comes in a second; a student should not look at "Grading…" for longer than a minute. */
const PATIENCE_MS = 60_000;

/** How long to wait before asking again for a report that was not ready. */
const PAUSE_MS = 700;

const failure = (message, { detail = '', signIn = false } = {}) => ({ kind: 'failure', message, detail, signIn });

const pause = () => new Promise(resolve => setTimeout(resolve, PAUSE_MS));

async function bodyOf(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/**
 * Submits the saved notebook at `path`.
 * Gives `{kind: 'reports', reports, waiting}`, `waiting` being the submissions whose reports are not ready,
 * or `{kind: 'failure', message, detail, signIn}`: `message` says what to do, `detail` what the service said.
 */
export async function submit(path, settings) {
  const address = URLExt.join(settings.baseUrl, 'api/ringlab/submissions');
  const request = {
    method: 'POST',
    // Said outright: a browser calls any text text/plain.
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ path }),
    signal: AbortSignal.timeout(PATIENCE_MS)
  };
  let response;
  try {
    response = await ServerConnection.makeRequest(address, request, settings);
  } catch {
    return failure(request.signal.aborted ? messages.tooSlow : messages.unreachable);
  }
  const body = await bodyOf(response);
  if (response.status === 401) {
    return failure(messages.signedOut, { detail: pick(body?.message), signIn: true });
  }
  if (!response.ok) {
    return failure(messages.http(response.status), { detail: pick(body?.message) });
  }
  if (!Array.isArray(body?.reports)) {
    return failure(messages.unreadable);
  }
  return { kind: 'reports', reports: body.reports, waiting: body.waiting ?? [] };
}

/** The report of a waiting submission, or null: not ready, or not to be had just now. */
async function reportOf({ link }, settings) {
  try {
    const address = new URL(link, settings.baseUrl).href;
    const response = await ServerConnection.makeRequest(address, { signal: AbortSignal.timeout(PATIENCE_MS) }, settings);
    return response.ok ? ((await bodyOf(response))?.report ?? null) : null;
  } catch {
    return null;
  }
}

/**
 * Asks for the reports that were not ready, until all are there or a minute has passed.
 * Calls `show` with the outcome each time a report has come in.
 */
export async function awaitReports(outcome, settings, show) {
  const end = Date.now() + PATIENCE_MS;
  let { reports, waiting } = outcome;
  while (waiting.length > 0 && Date.now() < end) {
    await pause();
    const answers = await Promise.all(waiting.map(submission => reportOf(submission, settings)));
    const arrived = answers.filter(report => report !== null);
    if (arrived.length > 0) {
      reports = [...reports, ...arrived];
      waiting = waiting.filter((_, i) => answers[i] === null);
      show({ kind: 'reports', reports, waiting });
    }
  }
}
