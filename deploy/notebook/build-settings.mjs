// Collects the setting schemas of all packages into the body of `GET lab/api/settings`.
import fs from 'node:fs';
import path from 'node:path';

/** Sets a schema's defaults to those of `overrides`; a name the schema does not have is an error of ours. */
function withDefaults(id, schema, overrides = {}) {
  for (const [name, value] of Object.entries(overrides)) {
    if (!schema.properties?.[name]) {
      throw new Error(`settings-overrides.json: ${id} has no setting "${name}"`);
    }
    schema.properties[name].default = value;
  }
  return schema;
}

/** Menus of plugins that no page starts: they would stay empty. */
const WITHOUT_MENUS = ['@jupyterlab/translation-extension:plugin'];

/** All settings as they are for a user who changed nothing. `here` is the folder of package.json. */
export function settings(here) {
  const overrides = JSON.parse(fs.readFileSync(path.join(here, 'src', 'settings-overrides.json'), 'utf8'));
  const { dependencies } = JSON.parse(fs.readFileSync(path.join(here, 'package.json'), 'utf8'));
  const roots = Object.keys(dependencies).sort().map(name => path.join(here, 'node_modules', name));
  const entries = [];
  for (const root of [...roots, here]) {
    const { name, version, jupyterlab } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    if (!jupyterlab?.schemaDir) {
      continue;
    }
    const folder = path.join(root, jupyterlab.schemaDir);
    for (const file of fs.readdirSync(folder).filter(file => file.endsWith('.json')).sort()) {
      const id = `${name}:${path.basename(file, '.json')}`;
      const schema = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
      if (WITHOUT_MENUS.includes(id)) {
        delete schema['jupyter.lab.menus'];
      }
      entries.push({ id, raw: '{}', schema: withDefaults(id, schema, overrides[id]), settings: {}, version });
      delete overrides[id];
    }
  }
  if (Object.keys(overrides).length > 0) {
    throw new Error(`settings-overrides.json names unknown settings: ${Object.keys(overrides).join(', ')}`);
  }
  return { settings: entries };
}
