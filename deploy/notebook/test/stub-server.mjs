// The least of a service under which the built interface opens: the contract of ../README.md, held in memory.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

import { serveKernel } from './stub-kernel.mjs';

const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.png': 'image/png'
};

const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: attachment:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'self'"
].join('; ');

const KERNELSPEC = {
  name: 'ringlab',
  resources: {},
  spec: { argv: [], display_name: 'Ringlab', language: 'java', metadata: {}, env: {}, interrupt_mode: 'message' }
};
const KERNEL = { id: 'kernel-1', name: 'ringlab', last_activity: '2026-01-01T00:00:00Z', execution_state: 'idle', connections: 1 };
const EPOCH = '2026-01-01T00:00:00Z';

/** Starts the stub on a free port. Options: `dist` (the built folder), `base`, `language`, `notebooks` (path → notebook). */
export async function startStub({ dist, base = '/', language = 'zh', notebooks }) {
  const read = name => fs.readFileSync(path.join(dist, name), 'utf8');
  const manifest = JSON.parse(read('manifest.json'));
  const settings = JSON.parse(read('settings.json'));
  const staticUrl = `${base}static/notebook/${manifest.version}/`;
  const files = new Map(Object.entries(notebooks).map(([name, notebook]) => [name, { notebook, modified: Date.parse(EPOCH) }]));
  const seen = { saves: [], saving: 0, savesAtOnce: 0, submissions: [], unknown: [] };
  const answers = { submission: { status: 200, body: { reports: [], waiting: [] } }, later: { id: 7, report: null } };
  let session = null;

  const model = (name, withContent) => {
    const { notebook, modified } = files.get(name);
    const last_modified = new Date(modified).toISOString();
    const content = withContent ? { format: 'json', content: notebook } : { format: null, content: null };
    const common = { name: path.basename(name), path: name, type: 'notebook', mimetype: null, size: 1, writable: true };
    return { ...common, created: EPOCH, last_modified, ...content };
  };
  const folder = () => ({
    ...{ name: '', path: '', type: 'directory', mimetype: null, size: null, writable: true, created: EPOCH, last_modified: EPOCH },
    ...{ format: 'json', content: [...files.keys()].map(name => model(name, false)) }
  });
  const page = (kind, name) => {
    const inScript = value => JSON.stringify(value).replaceAll('<', '\\u003c');
    const config = { baseUrl: base, notebookPage: kind, ringlabLanguage: language, ringlabHome: `${base}course/`, treePath: '' };
    const values = { language: language === 'zh' ? 'zh-CN' : 'en', title: name, staticUrl, config: inScript(config), settings: inScript(settings) };
    return read('page.html').replace(/\{\{(\w+)\}\}/g, (_, key) => values[key]);
  };

  const routes = [
    ['GET', /^(notebooks|tree|edit)(?:\/(.*))?$/, ([, kind, name]) => [200, page(kind, name ?? ''), 'text/html; charset=utf-8']],
    ['GET', /^lab\/api\/settings\/?$/, () => [200, settings]],
    ['GET', /^lab\/api\/settings\/(.+)$/, ([, id]) => [200, settings.settings.find(entry => entry.id === id)]],
    ['PUT', /^lab\/api\/settings\//, () => [204]],
    ['GET', /^lab\/api\/workspaces\/?$/, () => [200, { workspaces: { ids: [], values: [] } }]],
    ['GET', /^lab\/api\/workspaces\/(.+)$/, ([, id]) => [200, { data: {}, metadata: { id } }]],
    ['PUT', /^lab\/api\/workspaces\//, () => [204]],
    ['GET', /^api\/contents\/(.+)\/checkpoints$/, () => [200, []]],
    ['POST', /^api\/contents\/(.+)\/checkpoints$/, () => [201, { id: 'checkpoint', last_modified: EPOCH }]],
    ['GET', /^api\/contents\/?$/, () => [200, folder()]],
    ['GET', /^api\/contents\/(.+)$/, ([, name], _body, query) => [200, model(name, query.get('content') !== '0')]],
    ['PUT', /^api\/contents\/(.+)$/, async ([, name], body) => {
      seen.saving += 1;
      seen.savesAtOnce = Math.max(seen.savesAtOnce, seen.saving);
      await new Promise(resolve => setTimeout(resolve, answers.saveMs ?? 0));
      seen.saving -= 1;
      files.set(name, { notebook: body.content, modified: files.get(name).modified + 1000 });
      seen.saves.push(body.content);
      return [200, model(name, false)];
    }],
    ['GET', /^api\/kernelspecs$/, () => [200, { default: 'ringlab', kernelspecs: { ringlab: KERNELSPEC } }]],
    ['GET', /^api\/kernels$/, () => [200, [KERNEL]]],
    ['GET', /^api\/kernels\/kernel-1$/, () => [200, KERNEL]],
    ['GET', /^api\/sessions$/, () => [200, session ? [session] : []]],
    ['POST', /^api\/sessions$/, async (_, body) => {
      await answers.kernelReady;
      return [201, (session = { id: 'session-1', ...body, kernel: KERNEL })];
    }],
    ['GET', /^api\/sessions\/.*$/, () => [200, session]],
    ['PATCH', /^api\/sessions\/.*$/, (_, body) => [200, (session = { ...session, ...body, kernel: KERNEL })]],
    ['GET', /^api\/me$/, () => [200, { identity: { username: 'student', name: '学生', display_name: '学生', initials: '学', avatar_url: null, color: null }, permissions: {} }]],
    ['GET', /^api\/(nbconvert|config\/.*)$/, () => [200, {}]],
    ['GET', /^api\/status$/, () => [200, { started: EPOCH, last_activity: EPOCH, connections: 0, kernels: 0 }]],
    ['GET', /^api\/ringlab\/submissions\/7$/, () => [200, answers.later]],
    ['GET', /^files\/(.+\.svg)$/, () => [200, '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>', 'image/svg+xml']],
    ['POST', /^api\/ringlab\/submissions$/, (_, body, _query, request) => {
      seen.submissions.push({ ...body, xsrf: request.headers['x-xsrftoken'], type: request.headers['content-type'] });
      return [answers.submission.status, answers.submission.body];
    }]
  ];

  const server = http.createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://stub');
    const answer = (status, body, type = 'application/json') => {
      const headers = { 'Content-Type': type, 'Content-Security-Policy': POLICY, 'Set-Cookie': '_xsrf=stub-xsrf; Path=/' };
      response.writeHead(status, headers);
      response.end(body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
    };
    if (pathname.startsWith(staticUrl)) {
      const file = path.join(dist, 'static', decodeURIComponent(pathname.slice(staticUrl.length)));
      return fs.existsSync(file) ? answer(200, fs.readFileSync(file), TYPES[path.extname(file)]) : answer(404, { message: pathname });
    }
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const target = decodeURIComponent(pathname.slice(base.length));
    if (chunks.length > 0 && !request.headers['content-type']?.startsWith('application/json')) {
      return answer(415, { message: `${request.method} ${pathname} is no JSON` });
    }
    for (const [method, pattern, handle] of routes) {
      const match = method === request.method && pattern.exec(target);
      if (match) {
        return answer(...(await handle(match, chunks.length ? JSON.parse(Buffer.concat(chunks)) : null, searchParams, request)));
      }
    }
    seen.unknown.push(`${request.method} ${pathname}`);
    answer(404, { message: `the stub does not know ${request.method} ${pathname}` });
  });
  const kernel = serveKernel(server);
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    kernel,
    seen,
    answers,
    close: () => {
      kernel.close();
      server.close();
      server.closeAllConnections();
    }
  };
}
