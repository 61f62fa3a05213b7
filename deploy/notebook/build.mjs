// Builds dist/ (or the folder given as argument): the bundle, and the three files the service reads at start.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rspack } from '@rspack/core';

import { licences } from './build-licences.mjs';
import { settings } from './build-settings.mjs';
import { configurations } from './rspack.config.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2] ?? path.join(here, 'dist'));
const staticFolder = path.join(out, 'static');

/** Runs rspack; resolves to its statistics, rejects with the compiler's messages. */
function bundle() {
  return new Promise((resolve, reject) => {
    rspack(configurations(staticFolder), (error, stats) => {
      if (error) {
        reject(error);
      } else if (stats.hasErrors()) {
        reject(new Error(stats.toString({ all: false, errors: true })));
      } else {
        resolve(stats.toJson({ all: false, children: true, entrypoints: true, assets: true }));
      }
    });
  });
}

function filesBelow(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort();
}

/** A short hash over the names and contents of all static files: the version in their address. */
function versionOf(folder) {
  const hash = createHash('sha256');
  for (const file of filesBelow(folder)) {
    hash.update(path.relative(folder, file)).update('\0').update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

fs.rmSync(out, { recursive: true, force: true });
const stats = await bundle();
const entry = stats.children.find(child => child.name === 'app').entrypoints.main.assets.map(asset => asset.name);
// A theme is a style sheet; the script that rspack writes beside it does nothing.
for (const file of filesBelow(path.join(staticFolder, 'themes')).filter(name => name.endsWith('.js'))) {
  fs.rmSync(file);
}
fs.cpSync(path.join(here, 'src', 'icons'), path.join(staticFolder, 'icons'), { recursive: true });
fs.writeFileSync(path.join(staticFolder, 'third-party-licences.txt'), licences(here));

const tags = entry.map(name =>
  name.endsWith('.css')
    ? `<link rel="stylesheet" href="{{staticUrl}}${name}" />`
    : `<script defer src="{{staticUrl}}${name}"></script>`
);
const page = fs.readFileSync(path.join(here, 'src', 'page.html'), 'utf8').replace('<!-- entry -->', tags.join('\n    '));
const manifest = { version: versionOf(staticFolder), entry, pages: ['tree', 'notebooks', 'edit'] };
fs.writeFileSync(path.join(out, 'page.html'), page);
fs.writeFileSync(path.join(out, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n');
fs.writeFileSync(path.join(out, 'settings.json'), JSON.stringify(settings(here)) + '\n');
const bytes = filesBelow(out).reduce((sum, file) => sum + fs.statSync(file).size, 0);
console.error(`built ${path.relative(process.cwd(), out)}: ${filesBelow(out).length} files, ${(bytes / 1e6).toFixed(1)} MB`);
