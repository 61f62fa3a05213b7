// Saves a notebook when a cell is about to run, when its outputs are in, and when the tab is hidden:
// what is stored never lags behind what ran.
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';

/**
 * Keeps a document marked as unsaved when it changed while it was being saved.
 * The interface itself clears the mark when the save is done, and what arrived meanwhile would wait for the next change.
 */
function keepMark(context) {
  let changed = false;
  context.model.contentChanged.connect(() => {
    changed = true;
  });
  context.saveState.connect((_, state) => {
    if (state === 'started') {
      changed = false;
    } else if (state === 'completed' && changed) {
      context.model.dirty = true;
    }
  });
}

/**
 * Lets one save begin when the one before has ended, whoever asks: this plugin, the submit button, the timer, the menu.
 * Two at once would take each other's outcome for a change by somebody else, and ask the student about it.
 */
function oneAtATime(context) {
  const save = context.save.bind(context);
  let last = Promise.resolve();
  context.save = options => {
    const next = last.then(() => save(options));
    last = next.catch(() => {});
    return next;
  };
}

/**
 * A function that saves a document if it has unsaved changes: one save at a time; calls during a save lead to one more.
 * A failed save has already been shown to the user, so it is only logged here: the next event tries again.
 */
function saverOf(context) {
  let running = false;
  let again = false;
  oneAtATime(context);
  keepMark(context);
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
    tracker.widgetAdded.connect((_, panel) => savers.set(panel, saverOf(panel.context)));
    const save = panel => void savers.get(panel)?.();
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
