// Interactive widgets are a seventh of all the scripts, and no cell needs them to be seen or to run first. They come once
// the notebook has stood for a while; the manager then asks the kernel for widgets that were made meanwhile.

/** How long the notebook stands before, in milliseconds: its first cells run first. */
const AFTER = 4000;

export default {
  id: '@ringlab/notebook:widgets',
  description: 'Loads the widgets behind the notebook.',
  autoStart: true,
  activate: app => {
    void app.restored.then(async () => {
      await new Promise(resolve => setTimeout(resolve, AFTER));
      await new Promise(resolve => requestIdleCallback(resolve, { timeout: 2000 }));
      const { default: plugins } = await import('@jupyter-widgets/jupyterlab-manager');
      for (const plugin of [plugins].flat()) {
        app.registerPlugin(plugin);
      }
      for (const { id, autoStart } of [plugins].flat()) {
        if (autoStart) {
          await app.activatePlugin(id);
        }
      }
    });
  }
};
