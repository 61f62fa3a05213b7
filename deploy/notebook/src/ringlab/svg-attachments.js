// Lessons carry their drawings as SVG attachments of Markdown cells. The interface takes only bitmap types there;
// an SVG shown as an image is as harmless: it runs no script and loads nothing.
import { imageRendererFactory } from '@jupyterlab/rendermime';

const SVG = 'image/svg+xml';

export default {
  id: '@ringlab/notebook:svg-attachments',
  description: 'Shows SVG attachments of Markdown cells.',
  autoStart: true,
  activate: () => {
    if (!imageRendererFactory.mimeTypes.includes(SVG)) {
      imageRendererFactory.mimeTypes.push(SVG);
    }
  }
};
