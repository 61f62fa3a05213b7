// Settings nobody changed: the short way of src/settings-defaults.js and the registry's own validator agree on all of them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { rspack } from '@rspack/core';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = process.env.RINGLAB_NOTEBOOK_DIST ?? path.resolve(here, '..', 'dist');

let folder;
let browser;
let page;

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ringlab-settings-'));
  const entry = path.join(folder, 'entry.js');
  fs.writeFileSync(
    entry,
    `export { Validator } from ${JSON.stringify(path.resolve(here, '../src/settings-defaults.js'))};
     export { DefaultSchemaValidator } from ${JSON.stringify(path.resolve(here, '../node_modules/@jupyterlab/settingregistry'))};`
  );
  const configuration = {
    mode: 'none',
    target: ['web', 'es2022'],
    entry,
    module: { rules: [{ test: /\.m?js$/, resolve: { fullySpecified: false } }] },
    output: { path: folder, filename: 'bundle.js', library: { type: 'window', name: 'validators' } }
  };
  await new Promise((resolve, reject) =>
    rspack(configuration, (error, stats) =>
      error || stats.hasErrors() ? reject(error ?? new Error(stats.toString())) : resolve()
    )
  );
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  page = await browser.newPage();
  await page.addScriptTag({ path: path.join(folder, 'bundle.js') });
});

after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true });
});

/** What a validator of that name answers for a plugin's settings, and what it made of them. */
const validated = (name, plugin) =>
  page.evaluate(
    ([name, plugin]) => {
      const errors = new window.validators[name]().validateData(plugin);
      return { errors: errors?.map(({ keyword }) => keyword) ?? null, data: plugin.data };
    },
    [name, plugin]
  );

test('defaults of every plugin are those the full validator finds', async () => {
  const { settings } = JSON.parse(fs.readFileSync(path.join(dist, 'settings.json'), 'utf8'));
  assert.ok(settings.length > 50);
  for (const { id, schema, raw } of settings) {
    const quick = await validated('Validator', { id, schema, raw });
    assert.deepEqual(quick, await validated('DefaultSchemaValidator', { id, schema, raw }), id);
    assert.equal(quick.errors, null, id);
  }
});

test('changed settings are validated as ever', async () => {
  const properties = { size: { type: 'number', default: 4 }, name: { type: 'string', default: 'x' } };
  const plugin = { id: 'a:b', schema: { type: 'object', properties } };
  assert.deepEqual(await validated('Validator', { ...plugin, raw: '{"size": 5}' }), {
    errors: null,
    data: { composite: { size: 5, name: 'x' }, user: { size: 5 } }
  });
  assert.deepEqual((await validated('Validator', { ...plugin, raw: '{"size": "big"}' })).errors, ['type']);
  assert.deepEqual((await validated('Validator', { ...plugin, raw: '{' })).errors, ['syntax']);
});
