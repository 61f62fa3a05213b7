// Saves a notebook when a cell is about to run, when its outputs are in, and when the tab is hidden:
// what is stored never lags behind what ran.
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';

/**
 * A function that saves a document: one save at a time; calls during a save lead to exactly one more.
 * A failed save has already been shown to the user, so it is only logged here: the next event tries again.
 */
export function saverOf(context) {
  let running = false;
  let again = false;
  return async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        if (context.isReady && context.model.dirty && !context.model.readOnly) {
          await context.save();
        }
      } while (again);
    } catch (error) {
      console.warn('The notebook was not saved.', error);
    } finally {
      running = false;
    }
  };
}

export default {
  id: '@ringlab/notebook:saving',
  description: 'Saves the notebook whenever a cell runs.',
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_, tracker) => {
    const savers = new WeakMap();
    const save = panel => {
      const context = panel?.context;
      if (!context || panel.isDisposed) {
        return;
      }
      if (!savers.has(context)) {
        savers.set(context, saverOf(context));
      }
      void savers.get(context)();
    };
    const saveNotebook = (_, { notebook }) => save(tracker.find(panel => panel.content === notebook));
    NotebookActions.executionScheduled.connect(saveNotebook);
    NotebookActions.executed.connect(saveNotebook);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') {
        tracker.forEach(save);
      }
    });
  }
};
