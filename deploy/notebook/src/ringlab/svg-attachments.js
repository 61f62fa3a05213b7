// Lessons carry their drawings as SVG attachments of Markdown cells. The interface takes only bitmap types there;
// an SVG shown as an image is as harmless: it runs no script and loads nothing.
import { ISanitizer } from '@jupyterlab/apputils';
import { imageRendererFactory } from '@jupyterlab/rendermime';

const SVG = 'image/svg+xml';
const ATTACHMENT = /<img (?=[^>]*\bsrc="attachment:)/g;

export default {
  id: '@ringlab/notebook:svg-attachments',
  description: 'Shows SVG attachments of Markdown cells.',
  autoStart: true,
  requires: [ISanitizer],
  activate: (_app, sanitizer) => {
    if (!imageRendererFactory.mimeTypes.includes(SVG)) {
      imageRendererFactory.mimeTypes.push(SVG);
    }
    // The interface puts `attachment:NAME` into the page and the image itself a moment later. Loaded lazily, the browser
    // never looks for the former, and reports no error.
    const sanitize = sanitizer.sanitize.bind(sanitizer);
    sanitizer.sanitize = (dirty, options) => sanitize(dirty, options).replace(ATTACHMENT, '<img loading="lazy" ');
  }
};
