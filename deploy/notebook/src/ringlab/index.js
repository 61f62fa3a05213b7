// Ringlab's own plugins, one file per feature.
import cellExecutor from './cell-executor.js';
import homeLink from './home-link.js';
import imeGuard from './ime-guard.js';
import languages from './languages.js';
import mathjax from './mathjax.js';
import patientNotebook from './patient-notebook.js';
import saving from './saving.js';
import submit from './submit.js';
import svgAttachments from './svg-attachments.js';
import widgets from './widgets.js';

export default { everyPage: [cellExecutor, imeGuard, homeLink, mathjax, patientNotebook], notebooks: [languages, saving, submit, svgAttachments, widgets] };
