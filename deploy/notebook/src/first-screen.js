// What every lesson needs before its cells can be seen. The interface asks for these files one by one, as it comes to
// them; named here, eagerly, they arrive with the first script instead.
void import(/* webpackMode: "eager" */ '@codemirror/lang-css');
void import(/* webpackMode: "eager" */ '@codemirror/lang-html');
void import(/* webpackMode: "eager" */ '@codemirror/lang-java');
void import(/* webpackMode: "eager" */ '@codemirror/lang-javascript');
void import(/* webpackMode: "eager" */ '@codemirror/lang-json');
void import(/* webpackMode: "eager" */ '@codemirror/lang-markdown');
void import(/* webpackMode: "eager" */ '@codemirror/legacy-modes/mode/shell');
void import(/* webpackMode: "eager" */ '@codemirror/legacy-modes/mode/stex');
void import(/* webpackMode: "eager" */ 'marked');
void import(/* webpackMode: "eager" */ 'marked-gfm-heading-id');
void import(/* webpackMode: "eager" */ 'marked-mangle');
