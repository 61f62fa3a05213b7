// Reports (docs/report-format.md) and failures as document nodes. All texts are set as text, never read as HTML,
// except the drawing of a packet's way.
import { messages, pick } from './messages.js';

const MARKS = { PASS: '✓', FAIL: '✗', NOT_RUN: '–' };

/** An element with a class, and texts or elements in it; empty ones are left out. */
function element(tag, className, ...content) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...content.filter(part => part !== '' && part !== null && part !== undefined));
  return node;
}

function link(address, text) {
  const node = element('a', 'ringlab-Report-link', text);
  node.href = address;
  node.target = '_blank';
  node.rel = 'noopener';
  return node;
}

/** Only addresses of our own kind are followed: a report never makes a `javascript:` link. */
const isPlainAddress = address => typeof address === 'string' && /^(\/(?!\/)|https?:\/\/)/.test(address);

const optional = (tag, className, text) => (pick(text) === '' ? null : element(tag, className, pick(text)));

/** Which rule stopped the packet, or let it through. Number 0 is the chain's policy. */
function ruleView({ host, table, chain, number, rule }) {
  const place = number > 0 ? `${chain} ${number}` : `${chain} (policy)`;
  return element('p', 'ringlab-Check-rule', `${messages.rule}${host}, ${table} ${place}: `, element('code', '', rule ?? ''));
}

/**
 * The packet's way, folded away. Its HTML is the one piece of markup in a report: the service's own display made and escaped it,
 * and the page's policy runs no inline script.
 */
function traceView(trace) {
  const body = element('div', 'ringlab-Check-drawing');
  const html = pick(trace.html);
  if (html) {
    body.innerHTML = html;
  } else {
    body.append(element('pre', '', pick(trace.text)));
  }
  return element('details', 'ringlab-Check-trace', element('summary', '', messages.trace), body);
}

function checkView(check) {
  const outcome = check.outcome in MARKS ? check.outcome : 'NOT_RUN';
  const points = check.max === undefined ? '' : messages.score(check.points ?? 0, check.max);
  return element(
    'li',
    `ringlab-Check ringlab-mod-${outcome.toLowerCase()}`,
    element('span', 'ringlab-Check-status', `${MARKS[outcome]} ${messages.outcome[outcome]}`),
    element('span', 'ringlab-Check-title', pick(check.title) || check.id || ''),
    points && element('span', 'ringlab-Check-points', points),
    optional('p', 'ringlab-Check-message', check.message),
    ...(check.hints ?? []).map(hint => optional('p', 'ringlab-Check-hint', hint.text)),
    optional('p', 'ringlab-Check-misconception', check.misconception?.text),
    check.sibling ? element('p', 'ringlab-Check-sibling', messages.sibling) : null,
    check.rule ? ruleView(check.rule) : null,
    check.trace ? traceView(check.trace) : null
  );
}

function verdict(report) {
  switch (report.status ?? 'GRADED') {
    case 'NOT_GRADABLE':
      return messages.notGradable;
    case 'GRADER_ERROR':
      return messages.graderError;
    case 'REFUSED':
      return messages.refused;
    default: {
      const attempt = report.attempt === undefined ? '' : ` · ${messages.attempt(report.attempt)}`;
      const late = report.late === undefined ? '' : ` · ${messages.late(report.late, report.counted)}`;
      return messages.score(report.score ?? 0, report.max ?? 0) + attempt + late;
    }
  }
}

function reportView(report) {
  return element(
    'section',
    'ringlab-Report',
    element('h3', 'ringlab-Report-title', pick(report.title) || report.exercise || ''),
    element('p', 'ringlab-Report-score', verdict(report)),
    optional('p', 'ringlab-Report-message', report.message),
    element('ul', 'ringlab-Report-checks', ...(report.checks ?? []).map(checkView)),
    isPlainAddress(report.url) ? link(report.url, messages.fullReport) : null
  );
}

const waitingView = ({ exercise }) =>
  element('section', 'ringlab-Report', element('h3', 'ringlab-Report-title', exercise), element('p', 'ringlab-Report-score', messages.inQueue));

const sum = (reports, key) => reports.reduce((total, report) => total + (report[key] ?? 0), 0);

/** One line for the outcome of a submission, as `submission.js` gives it: read out by screen readers. */
export function summary(outcome) {
  if (outcome.kind === 'failure') {
    return messages.failed;
  }
  const { reports, waiting } = outcome;
  if (waiting.length > 0) {
    return messages.waiting(waiting.length);
  }
  return reports.length === 0 ? messages.noReports : messages.graded(sum(reports, 'score'), sum(reports, 'max'));
}

/** The outcome in full. `home` is where one signs in again. */
export function outcomeView(outcome, home) {
  if (outcome.kind === 'failure') {
    return element(
      'div',
      'ringlab-Failure',
      optional('p', 'ringlab-Failure-detail', outcome.detail),
      element('p', 'ringlab-Failure-message', outcome.message),
      outcome.signIn && home ? link(home, messages.signIn) : null
    );
  }
  return element('div', 'ringlab-Reports', ...outcome.reports.map(reportView), ...outcome.waiting.map(waitingView));
}
