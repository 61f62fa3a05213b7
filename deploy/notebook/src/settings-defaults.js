// Settings nobody changed are their schema's defaults. The registry's own validator compiles two programs for each of some
// sixty schemas to find that out, a tenth of a second at every start; it is asked only where somebody changed something.
import { DefaultSchemaValidator } from '@jupyterlab/settingregistry';
import { JSONExt } from '@lumino/coreutils';

/** What a schema's defaults make of `values`, in place: absent properties come in, objects are filled in turn. */
function fill(values, properties = {}) {
  for (const [key, schema] of Object.entries(properties)) {
    if (!(key in values) && schema.default !== undefined) {
      values[key] = JSONExt.deepCopy(schema.default);
    }
    if (schema.properties && JSONExt.isObject(values[key] ?? null)) {
      fill(values[key], schema.properties);
    }
  }
  return values;
}

/** The values of a plugin's settings of which none was changed. */
export const defaultsOf = schema => fill({}, schema.properties);

export class Validator {
  #thorough;

  validateData(plugin, populate = true) {
    if (plugin.raw.trim() !== '{}' || plugin.schema.type !== 'object') {
      // Made when first needed: it compiles the schema of all schemas.
      this.#thorough ??= new DefaultSchemaValidator();
      return this.#thorough.validateData(plugin, populate);
    }
    if (populate) {
      plugin.data = { composite: defaultsOf(plugin.schema), user: {} };
    }
    return null;
  }
}
