// Translations come with the bundle; the language is the page's, which the service chose for this user.
import { PageConfig } from '@jupyterlab/coreutils';
import { ITranslatorConnector } from '@jupyterlab/translation';

import { domains } from './zh.js';

const connector = {
  /** What the translation manager would have asked the server for: all domains of the language. */
  fetch: async () => ({ data: PageConfig.getOption('ringlabLanguage') === 'zh' ? domains : {}, message: '' })
};

export default {
  id: '@ringlab/notebook:translations',
  description: "The interface's Chinese, from the bundle.",
  autoStart: true,
  provides: ITranslatorConnector,
  activate: () => connector
};
