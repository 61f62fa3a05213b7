// Collects the licences of everything that may be in the bundle: most ask that their notice goes along.
import fs from 'node:fs';
import path from 'node:path';

const isLicence = name => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(name);

/** One text with the notices of all packages that are not for development only. `here` is the folder of package.json. */
export function licences(here) {
  const { packages } = JSON.parse(fs.readFileSync(path.join(here, 'package-lock.json'), 'utf8'));
  const sections = [];
  for (const [folder, { dev, version, license }] of Object.entries(packages)) {
    const root = path.join(here, folder);
    // The lock also names packages for other operating systems, which are not installed.
    if (folder === '' || dev || !fs.existsSync(root)) {
      continue;
    }
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const texts = fs.readdirSync(root).filter(isLicence).sort().map(file => path.join(root, file));
    const notices = texts.filter(file => fs.statSync(file).isFile()).map(file => fs.readFileSync(file, 'utf8').trim());
    sections.push([`==== ${name} ${version} (${license ?? 'see its notice'})`, ...notices].join('\n\n'));
  }
  return sections.join('\n\n') + '\n';
}
