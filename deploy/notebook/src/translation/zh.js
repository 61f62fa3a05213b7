// Chinese for what students see most; everything else stays English. Keys are the interface's own English texts.
const metadata = { domain: 'jupyterlab', language: 'zh-CN', plural_forms: 'nplurals=1; plural=0;', version: '1' };

const entries = texts => Object.fromEntries(Object.entries(texts).map(([english, chinese]) => [english, [chinese]]));

const texts = {
  File: '文件'
};

/** Per translation domain: the texts of JupyterLab's packages and those of Notebook's. */
export const domains = {
  jupyterlab: { '': metadata, ...entries(texts) },
  notebook: { '': { ...metadata, domain: 'notebook' }, ...entries(texts) }
};
