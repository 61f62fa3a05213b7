// Opens the built bundle in a real browser. Needs dist/ (npm run build) and Chromium: CHROMIUM names it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

import { lesson } from './lesson.mjs';
import { startStub } from './stub-server.mjs';

const dist = process.env.RINGLAB_NOTEBOOK_DIST ?? path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const NOTEBOOK = '第一课.ipynb';
const PATIENCE_MS = 30_000;

let browser;
let stub;
let page;
let complaints;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
});
after(() => browser.close());

async function open({ language = 'zh', base = '/', address = `notebooks/${encodeURIComponent(NOTEBOOK)}`, ready = '.jp-Notebook .jp-Cell', kernelReady, notebook = lesson() } = {}) {
  stub = await startStub({ dist, base, language, notebooks: { [NOTEBOOK]: notebook } });
  stub.answers.kernelReady = kernelReady;
  page.on('request', request => {
    const url = request.url();
    // attachment: is no address; the browser sees it for a moment, before the interface puts the image itself there.
    if (!/^(data|blob|attachment):/.test(url) && !url.replace(/^ws/, 'http').startsWith(stub.url)) {
      complaints.push(`asked elsewhere: ${url}`);
    }
  });
  await page.goto(stub.url + address);
  await page.locator(ready).first().waitFor();
}

/** Opens the notebook and waits until it has a kernel. */
async function openWithKernel(options) {
  await open(options);
  await eventually('the kernel is asked who it is', () => stub.kernel.greetings.length > 0);
}

const cell = n => page.locator('.jp-Notebook .jp-Cell').nth(n);

async function eventually(what, condition) {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    assert.ok(Date.now() < end, `never happened: ${what}`);
    await page.waitForTimeout(20);
  }
}

/** Puts the cursor into the cell: again, should the interface, still starting, take it away. */
async function enter(n) {
  await eventually(`the cursor is in cell ${n}`, async () => {
    await cell(n).locator('.cm-content').click();
    await page.waitForTimeout(100);
    return (await cell(n).locator('.cm-focused').count()) === 1;
  });
}

/** Types into the cell through the input method: the composition stays open. */
async function compose(n, text) {
  await enter(n);
  await page.keyboard.press('Control+End');
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  return () => protocol.send('Input.insertText', { text: '注释' });
}

beforeEach(async () => {
  complaints = [];
  page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', error => complaints.push(`uncaught: ${error}`));
  page.on('console', message => {
    if (message.type() === 'error') {
      complaints.push(`console: ${message.text()}`);
    }
  });
});

afterEach(async () => {
  await page.close();
  const unknown = stub.seen.unknown;
  stub.close();
  assert.deepEqual(complaints, []);
  assert.deepEqual(unknown, [], 'addresses that README.md does not promise');
});

/** A lesson that is far longer than the window. */
function longLesson() {
  const short = lesson();
  const cells = Array.from({ length: 120 }, (_, i) => ({ cell_type: 'code', id: `step-${i}`, metadata: {}, source: `int step = ${i};\n// ${i}`, outputs: [], execution_count: null }));
  return { ...short, cells };
}

const cellsThere = () => page.locator('.jp-Notebook .jp-Cell').count();

test('cells out of view come when it is still', async () => {
  await open({ notebook: longLesson() });
  await page.keyboard.press('j');
  await eventually('all cells are there', async () => (await cellsThere()) === 120);
});

/** Presses a key every now and then for so long, by the page's own clock: the machine may be slow. */
const pressKeys = ms => page.evaluate(time => new Promise(done => {
  const end = performance.now() + time;
  const press = () => {
    document.querySelector('.jp-Notebook').dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }));
    performance.now() < end ? setTimeout(press, 50) : done();
  };
  press();
}), ms);

test('cells out of view wait while keys are pressed', async () => {
  await open({ notebook: longLesson() });
  await pressKeys(1500);
  const before = await cellsThere();
  assert.ok(before < 120, 'the lesson is longer than the first screen');
  await pressKeys(3000);
  assert.equal(await cellsThere(), before, 'cells made meanwhile');
});

test('cells out of view come at once to who scrolls', async () => {
  await open({ notebook: longLesson() });
  await page.mouse.move(400, 400);
  await eventually('all cells are there, though a key is pressed all the time', async () => {
    await page.mouse.wheel(0, 400);
    await page.keyboard.press('Shift');
    return (await cellsThere()) === 120;
  });
});

test('shows the cells: Markdown with formula, picture and diagram, chart, drawing, highlighting of both languages', async () => {
  await open();
  await page.locator('mjx-container').first().waitFor();
  assert.equal(await cell(0).locator('h1').innerText(), '第一课 IP 转发');
  await eventually('four cells', async () => (await page.locator('.jp-Notebook .jp-Cell').count()) === 4);
  await eventually('the picture', () => cell(0).locator('img[alt="图"]').evaluate(image => image.naturalWidth === 8));
  await eventually('the attachment', () => cell(0).locator('img[alt="附件"]').evaluate(image => image.naturalWidth === 9));
  await cell(0).locator('.jp-RenderedMermaid img').waitFor();
  await cell(3).locator('.vega-embed canvas, .vega-embed svg').first().waitFor();
  await cell(3).locator('svg text', { hasText: '客户机 → 网关' }).waitFor();
  const kinds = n => page.evaluate(i => {
    const lines = [...document.querySelectorAll('.jp-Notebook .jp-Cell')[i].querySelectorAll('.cm-line')];
    return lines.map(line => [...line.querySelectorAll('span')].map(span => span.textContent));
  }, n);
  await eventually('Java is highlighted', async () => (await kinds(1))[0]?.some(text => text.includes('跳数')));
  await eventually('shell is highlighted', async () => (await kinds(2))[2]?.includes('fi'));
  const font = await page.evaluate(() => getComputedStyle(document.querySelector('.jp-RenderedHTMLCommon')).fontFamily);
  assert.match(font, /PingFang SC.*Noto Sans CJK SC/);
});

test('a cell that becomes a %%host cell is highlighted as shell, and back', async () => {
  await open();
  await enter(1);
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('%%host gateway\nif true; then echo 1; fi\n');
  await eventually('shell', () => page.evaluate(() => [...document.querySelectorAll('.jp-Cell')[1].querySelectorAll('.cm-line span')].some(span => span.textContent === 'fi')));
});

test('widgets come behind the notebook and ask the kernel for theirs', async () => {
  await openWithKernel();
  await eventually('the manager asks', () => stub.kernel.comms.includes('jupyter.widget.control'));
});

test('the scripts of widgets are not asked for before the cells are there', async () => {
  const scripts = [];
  page.on('request', request => request.resourceType() === 'script' && scripts.push(request.url()));
  await page.addInitScript(() => {
    globalThis.cellsSeen = new Promise(seen => {
      new MutationObserver((_, observer) => {
        if (document.querySelector('.jp-Notebook .jp-Cell')) {
          observer.disconnect();
          seen(performance.now());
        }
      }).observe(document, { childList: true, subtree: true });
    });
  });
  await openWithKernel();
  await eventually('the manager asks', () => stub.kernel.comms.includes('jupyter.widget.control'));
  const seen = await page.evaluate(() => globalThis.cellsSeen);
  const late = await page.evaluate(
    since => performance.getEntriesByType('resource').filter(e => e.initiatorType === 'script' && e.startTime > since).map(e => e.name),
    seen
  );
  const texts = await Promise.all(scripts.map(async url => [url, await (await fetch(url)).text()]));
  const widgets = texts.filter(([, text]) => text.includes('jupyter.widget.control')).map(([url]) => url);
  assert.ok(widgets.length > 0, 'some script holds the manager');
  assert.deepEqual(widgets.filter(url => !late.includes(url)), []);
});

test('loading makes none of the errors that lib0 keeps ready', async () => {
  await page.addInitScript(() => {
    globalThis.errorsMade = [];
    globalThis.Error = new Proxy(Error, {
      construct(target, args, asked) {
        globalThis.errorsMade.push(String(args[0]));
        return Reflect.construct(target, args, asked);
      },
      apply(target, self, args) {
        globalThis.errorsMade.push(String(args[0]));
        return Reflect.apply(target, self, args);
      }
    });
  });
  await open();
  const made = await page.evaluate(() => globalThis.errorsMade);
  assert.deepEqual(made.filter(text => /Unexpected end of array|Integer out of Range|Length exceeded/.test(text)), []);
});

test('runs a cell with Shift+Enter and saves it before and after', async () => {
  await openWithKernel();
  await enter(1);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n// new');
  await page.keyboard.press('Shift+Enter');
  await cell(1).locator('.jp-OutputArea-output', { hasText: 'ran: int hops' }).waitFor();
  assert.equal(stub.kernel.executed.length, 1);
  await eventually('the source is saved', () => stub.seen.saves.some(saved => saved.cells[1].source.endsWith('// new')));
  await eventually('the output is saved', () => stub.seen.saves.at(-1)?.cells[1].outputs.length === 1);
  assert.equal(stub.seen.saves.at(-1).cells[1].metadata.trusted, true, 'or drawings would be stripped after a reload');
});

test('a cell run while the kernel is still being fetched waits for it', async () => {
  let fetched;
  await open({ kernelReady: new Promise(resolve => (fetched = resolve)) });
  await enter(1);
  await page.keyboard.press('Control+Enter');
  await eventually('the cell is waiting', async () => (await cell(1).locator('.jp-InputArea-prompt').first().innerText()) === '[*]:');
  fetched();
  await cell(1).locator('.jp-OutputArea-output', { hasText: 'ran: int hops' }).waitFor();
});

test('submitting while a save is under way waits for it, and asks nothing', async () => {
  await openWithKernel();
  stub.answers.saveMs = 300;
  await enter(1);
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n// last words');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: '提交' }).click();
  await eventually('it is submitted', () => stub.seen.submissions.length === 1);
  assert.equal(stub.seen.savesAtOnce, 1);
  assert.equal(await page.locator('.jp-Dialog').count(), 0);
});

test('saves when the tab is hidden', async () => {
  await openWithKernel();
  await enter(1);
  await page.keyboard.type('// later');
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await eventually('saved', () => stub.seen.saves.some(saved => saved.cells[1].source.includes('// later')));
});

for (const key of ['Shift+Enter', 'Control+Enter', 'Alt+Enter', 'Enter']) {
  test(`${key} while composing Chinese runs nothing`, { timeout: 2 * PATIENCE_MS }, async () => {
    // Before any script of the page: the guard lets nobody after it see the key.
    await page.addInitScript(() => {
      window.entersWhileComposing = [];
      window.addEventListener('keydown', event => event.code === 'Enter' && window.entersWhileComposing.push(event.isComposing), true);
    });
    await openWithKernel();
    const commit = await compose(1, 'zhushi');
    await page.keyboard.press(key);
    assert.deepEqual(await page.evaluate(() => window.entersWhileComposing), [true], 'the browser itself must say that a composition is open');
    await commit();
    // What a run would have left behind comes before the next, intended, run.
    await page.keyboard.press('Control+Enter');
    await eventually('the intended run', () => stub.kernel.executed.length > 0);
    await cell(1).locator('.jp-OutputArea-output', { hasText: 'ran: ' }).waitFor();
    assert.equal(stub.kernel.executed.length, 1);
    assert.match(stub.kernel.executed[0], /注释/);
  });
}

const both = (zh, en) => ({ zh, en });

const REPORT = {
  status: 'GRADED',
  exercise: '01-forwarding/e1-open-the-router',
  title: both('打开路由器', 'Open the router'),
  attempt: 2,
  score: 6,
  max: 10,
  message: both('', ''),
  url: '/submissions/7',
  checks: [
    { id: 'ping', title: both('客户机能 ping 通服务器', 'The client reaches the server'), outcome: 'PASS', points: 6, max: 6, message: both('', '') },
    {
      id: 'hidden-1',
      visibility: 'HIDDEN',
      title: both('不允许 SSH', 'SSH is refused'),
      outcome: 'FAIL',
      points: 0,
      max: 4,
      message: both('<b>22</b> 端口仍然开放', 'port 22 is open'),
      sibling: true,
      misconception: { id: 'append', text: both('-A 加在最后', '-A appends') },
      rule: { host: 'gateway', table: 'filter', chain: 'FORWARD', number: 1, rule: '-A FORWARD -j ACCEPT' },
      trace: { text: both('路', 'way'), html: both('<svg width="9" height="9"><title>图</title></svg>', '<svg/>') }
    }
  ]
};

test('submits: saves, sends path and XSRF header, shows the report', async () => {
  await openWithKernel();
  stub.answers.submission = { status: 200, body: { reports: [REPORT], waiting: [] } };
  await enter(1);
  await page.keyboard.type('// mine');
  await page.getByRole('button', { name: '提交' }).click();
  const panel = page.getByRole('region', { name: '提交结果' });
  await panel.getByRole('status').filter({ hasText: '评分完成：6 / 10 分。' }).waitFor();
  assert.deepEqual(stub.seen.submissions, [{ path: NOTEBOOK, xsrf: 'stub-xsrf', type: 'application/json' }]);
  assert.match(stub.seen.saves.at(-1).cells[1].source, /\/\/ mine/);
  const text = await panel.innerText();
  const parts = ['打开路由器', '第 2 次提交', '✓ 通过', '✗ 未通过', '<b>22</b> 端口仍然开放', '-A 加在最后', 'gateway, filter FORWARD 1: -A FORWARD -j ACCEPT'];
  parts.forEach(part => assert.ok(text.includes(part), `${part} in ${text}`));
  await panel.getByText('报文走过的路').click();
  await panel.locator('details svg').waitFor();
  assert.equal(await panel.getByRole('link').getAttribute('href'), '/submissions/7');
});

test('asks again for a report that was not ready', async () => {
  await openWithKernel();
  stub.answers.submission = { status: 202, body: { reports: [], waiting: [{ id: 7, exercise: REPORT.exercise, link: '/api/ringlab/submissions/7' }] } };
  await page.getByRole('button', { name: '提交' }).click();
  const status = page.getByRole('region', { name: '提交结果' }).getByRole('status');
  await status.filter({ hasText: '还有 1 个练习正在评分' }).waitFor();
  stub.answers.later = { id: 7, report: REPORT };
  await status.filter({ hasText: '评分完成：6 / 10 分。' }).waitFor();
});

const FAILURES = [
  { status: 422, body: { message: 'no such exercise: e9' }, says: ['no such exercise: e9', 'HTTP 422'] },
  { status: 401, body: { message: 'sign in' }, says: ['Your sign-in has expired', 'Sign in again'] },
  { status: 503, body: '<html>', says: ['HTTP 503'] },
  { status: 200, body: 'not json', says: ['could not be understood'] }
];

for (const { status, body, says } of FAILURES) {
  test(`a submission answered ${status} ${JSON.stringify(body).slice(0, 20)} is told in words, in English`, async () => {
    await openWithKernel({ language: 'en' });
    stub.answers.submission = { status, body };
    await page.getByRole('button', { name: 'Submit' }).click();
    const panel = page.getByRole('region', { name: 'Result of the submission' });
    await panel.getByRole('status').filter({ hasText: 'Not submitted' }).waitFor();
    const text = await panel.innerText();
    says.forEach(part => assert.ok(text.includes(part), `${part} in ${text}`));
    // The browser itself reports an answer ≥ 400 in the console.
    complaints = complaints.filter(line => !/status of \d+/.test(line));
    await page.getByRole('button', { name: 'Submit' }).click({ trial: true });
  });
}

/** Opens a menu and reads it, once `entry` stands in it: again, should a plugin that comes late rebuild the menus meanwhile. */
async function menu(name, entry) {
  let labels = [];
  await eventually(`${entry} in ${name}`, async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name, exact: true }).click();
    labels = await page.locator('.lm-Menu-itemLabel').allInnerTexts();
    return labels.includes(entry);
  });
  return labels;
}

test('menus are in the language of the page, without what Ringlab does not offer', async () => {
  await openWithKernel();
  const file = await menu('文件', '提交');
  assert.ok(file.includes('保存') && !file.includes('Log Out') && !file.includes('Shut Down'), file.join());
  const settings = await menu('设置', '主题');
  assert.ok(!settings.includes('Language'), settings.join());
});

test('the file list opens under another base address, with a link home', async () => {
  await open({ base: '/jupyter/', address: 'tree', ready: '.jp-DirListing-item' });
  assert.equal(await page.locator('.jp-DirListing-itemName').first().innerText(), NOTEBOOK);
  assert.equal(await page.getByRole('link', { name: '课程主页' }).getAttribute('href'), '/jupyter/course/');
});
