// MathJax is large. It is loaded when the first formula is to be set; most lessons have none.
import { MathJaxTypesetter } from '@jupyterlab/mathjax-extension';
import { ILatexTypesetter } from '@jupyterlab/rendermime';

/** The beginnings of a formula that MathJax is set up to see. */
const FORMULA = /\$|\\\(|\\\[|\\begin\{/;

export default {
  id: '@ringlab/notebook:mathjax',
  description: 'Sets formulas, and loads what that takes only then.',
  provides: ILatexTypesetter,
  autoStart: true,
  activate: () => {
    const mathJax = new MathJaxTypesetter();
    return { typeset: node => (FORMULA.test(node.textContent) ? mathJax.typeset(node) : Promise.resolve()) };
  }
};
