// The button "Submit": saves the notebook, sends it, shows the reports beside it.
import { ICommandPalette } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { checkIcon } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';

import { messages } from './messages.js';
import { outcomeView, summary } from './report-view.js';
import { awaitReports, submit } from './submission.js';

const COMMAND = 'ringlab:submit';

/** The panel at the right: a status line, which screen readers announce, and the outcome below it. */
class ResultPanel extends Widget {
  constructor() {
    super();
    this.id = 'ringlab-result';
    this.title.label = messages.panelTitle;
    this.title.caption = messages.panelTitle;
    this.title.icon = checkIcon;
    this.addClass('ringlab-ResultPanel');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', messages.panelTitle);
    this.node.tabIndex = -1;
    this.status = document.createElement('p');
    this.status.className = 'ringlab-ResultPanel-status';
    this.status.setAttribute('role', 'status');
    this.body = document.createElement('div');
    this.node.append(this.status, this.body);
  }

  /** Shows what is being done; the outcome before is taken away. */
  progress(text) {
    this.status.textContent = text;
    this.body.replaceChildren();
  }

  outcome(outcome) {
    this.status.textContent = summary(outcome);
    this.body.replaceChildren(outcomeView(outcome, PageConfig.getOption('ringlabHome')));
  }
}

export default {
  id: '@ringlab/notebook:submit',
  description: 'Submits the exercises of a notebook.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ICommandPalette],
  activate: (app, tracker, palette) => {
    const { commands, shell, serviceManager } = app;
    const panel = new ResultPanel();
    let busy = false;

    const run = async ({ context }) => {
      panel.progress(messages.saving);
      try {
        await context.save();
      } catch {
        return { kind: 'failure', message: messages.notSaved, detail: '', signIn: false };
      }
      panel.progress(messages.grading);
      return submit(context.path, serviceManager.serverSettings);
    };

    const setBusy = value => {
      busy = value;
      commands.notifyCommandChanged(COMMAND);
    };

    commands.addCommand(COMMAND, {
      label: () => (busy ? messages.submitting : messages.submit),
      caption: messages.submitCaption,
      // No icon: a toolbar shows a command's icon or its text, and this one should be read.
      isEnabled: () => !busy && tracker.currentWidget !== null,
      execute: async () => {
        const notebook = tracker.currentWidget;
        if (!notebook || busy) {
          return;
        }
        setBusy(true);
        if (!panel.isAttached) {
          shell.add(panel, 'right', { rank: 100 });
        }
        shell.activateById(panel.id);
        try {
          const outcome = await run(notebook);
          panel.outcome(outcome);
          if (outcome.kind === 'reports') {
            await awaitReports(outcome, serviceManager.serverSettings, later => panel.outcome(later));
          }
        } finally {
          setBusy(false);
        }
      }
    });
    tracker.currentChanged.connect(() => commands.notifyCommandChanged(COMMAND));
    palette?.addItem({ command: COMMAND, category: 'Ringlab' });
  }
};
