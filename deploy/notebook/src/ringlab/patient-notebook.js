// Notebooks whose cells out of view come while nobody is busy with those in view. The interface makes a lesson's eighty
// cells, editors and all, in whatever time it finds idle, and it finds it while the student's first keys wait.
import { IEditorServices } from '@jupyterlab/codeeditor';
import { Notebook, NotebookActions, NotebookPanel } from '@jupyterlab/notebook';

/** How long nothing must have been typed, clicked or run, in milliseconds. */
const STILL = 1000;

class PatientNotebook extends Notebook {
  #busy = performance.now();
  #left = false;
  #timer;

  constructor(options) {
    super(options);
    const busy = () => {
      this.#busy = performance.now();
    };
    // Who leaves the first screen wants the others now.
    const leave = () => {
      this.#left = true;
      clearTimeout(this.#timer);
      super._scheduleCellRenderOnIdle();
    };
    for (const event of ['keydown', 'pointerdown']) {
      this.node.addEventListener(event, busy, true);
    }
    for (const event of ['wheel', 'scroll', 'touchmove']) {
      this.node.addEventListener(event, leave, { capture: true, passive: true, once: true });
    }
    NotebookActions.executed.connect(busy);
    this.disposed.connect(() => {
      clearTimeout(this.#timer);
      NotebookActions.executed.disconnect(busy);
    });
  }

  /** Called when the time for making cells is up and some are left. */
  _scheduleCellRenderOnIdle() {
    const wait = this.#busy + STILL - performance.now();
    if (this.#left || wait <= 0 || this.viewportNode.clientHeight < this.node.clientHeight) {
      super._scheduleCellRenderOnIdle();
    } else {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this._scheduleCellRenderOnIdle(), wait);
    }
  }
}

class ContentFactory extends NotebookPanel.ContentFactory {
  createNotebook(options) {
    return new PatientNotebook(options);
  }
}

export default {
  id: '@ringlab/notebook:factory',
  description: 'Makes notebooks whose cells out of view wait.',
  autoStart: true,
  requires: [IEditorServices],
  provides: NotebookPanel.IContentFactory,
  activate: (_, editors) => new ContentFactory({ editorFactory: editors.factoryService.newInlineEditor })
};
