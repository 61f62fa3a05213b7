// Runs a cell once the notebook's kernel is there: what is started while the kernel still is being fetched waits for it,
// where the stock executor lets it fall silently.
import { INotebookCellExecutor, runCell } from '@jupyterlab/notebook';

export default {
  id: '@ringlab/notebook:cell-executor',
  description: 'Runs cells, waiting for the kernel first.',
  autoStart: true,
  provides: INotebookCellExecutor,
  activate: () =>
    Object.freeze({
      runCell: async options => {
        const { cell, sessionContext } = options;
        if (cell.model.type === 'code' && sessionContext && !sessionContext.session?.kernel) {
          cell.setPrompt('*');
          await sessionContext.ready;
        }
        return runCell(options);
      }
    })
};
