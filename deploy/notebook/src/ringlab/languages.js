// A cell that starts with %%host holds shell commands and is highlighted as such; all others are in the kernel's language.
import { INotebookTracker } from '@jupyterlab/notebook';

const SHELL = 'text/x-sh';

/** The media type that decides a code cell's highlighting. `ofKernel` is that of the kernel's language. */
export const mimeTypeOf = (source, ofKernel) => (/^\s*%%host\b/.test(source) ? SHELL : ofKernel);

function follow(notebook) {
  const followed = new WeakSet();
  const followCell = cell => {
    if (cell.type !== 'code' || followed.has(cell)) {
      return;
    }
    followed.add(cell);
    // The notebook sets every cell to the kernel's language when it learns it: hence also on a change of type.
    const apply = () => {
      const wanted = mimeTypeOf(cell.sharedModel.getSource(), notebook.codeMimetype);
      if (cell.mimeType !== wanted) {
        cell.mimeType = wanted;
      }
    };
    cell.contentChanged.connect(apply);
    cell.mimeTypeChanged.connect(apply);
    apply();
  };
  const followAll = () => [...(notebook.model?.cells ?? [])].forEach(followCell);
  const followModel = () => {
    notebook.model?.cells.changed.connect(followAll);
    followAll();
  };
  notebook.modelChanged.connect(followModel);
  followModel();
}

export default {
  id: '@ringlab/notebook:languages',
  description: 'Highlights %%host cells as shell.',
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_, tracker) => {
    tracker.widgetAdded.connect((_, panel) => follow(panel.content));
  }
};
