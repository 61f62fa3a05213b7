// Ringlab's own texts in both languages. A text with a blank is a function.
import { PageConfig } from '@jupyterlab/coreutils';

const zh = {
  course: '课程主页',
  submit: '提交',
  submitting: '正在提交…',
  submitCaption: '保存笔记本并提交练习，查看评分',
  panelTitle: '提交结果',
  saving: '正在保存笔记本…',
  grading: '已保存，正在评分…',
  noReports: '已提交。这个笔记本里没有需要评分的练习。',
  graded: (score, max) => `评分完成：${score} / ${max} 分。`,
  score: (score, max) => `${score} / ${max} 分`,
  attempt: number => `第 ${number} 次提交`,
  notGradable: '未评分（不计提交次数）',
  refused: '没有提交',
  late: (percent, counted) => `迟交扣 ${percent}%，计入 ${counted} 分`,
  graderError: '评分系统出错，不影响成绩；教师已收到通知，稍后会重新评分。',
  outcome: { PASS: '通过', FAIL: '未通过', NOT_RUN: '未检查' },
  rule: '有问题的规则：',
  sibling: '下面的说明来自一个同类的公开场景，你的答案在那里同样不对。',
  trace: '报文走过的路',
  waiting: number => `已收到，还有 ${number} 个练习正在评分…`,
  inQueue: '正在评分；结果也会出现在课程主页上。',
  fullReport: '查看完整报告（新标签页）',
  failed: '提交失败',
  notSaved: '没有提交，因为笔记本没有保存成功。你的内容仍在这个页面里：请不要关闭它，稍后再提交。',
  unreachable: '连接不到服务器。笔记本已保存，没有丢失任何内容；请检查网络后再提交一次。',
  tooSlow: '服务器一分钟内没有回答。笔记本已保存；提交可能已经收到，请先在课程主页查看，再决定是否重新提交。',
  unreadable: '服务器的回答无法识别。笔记本已保存；请稍后再试，或告诉教师。',
  signedOut: '登录已过期。请在新标签页里重新登录，然后回到这里再提交：这个页面的内容不会丢失。',
  signIn: '重新登录（新标签页）',
  http: status => `服务器回答：HTTP ${status}。笔记本已保存，可以再提交一次。`
};

const en = {
  course: 'Course page',
  submit: 'Submit',
  submitting: 'Submitting…',
  submitCaption: 'Save the notebook, submit its exercises and see the result',
  panelTitle: 'Result of the submission',
  saving: 'Saving the notebook…',
  grading: 'Saved. Grading…',
  noReports: 'Submitted. This notebook has no exercise to grade.',
  graded: (score, max) => `Graded: ${score} of ${max} ${max === 1 ? 'point' : 'points'}.`,
  score: (score, max) => `${score} / ${max} ${max === 1 ? 'point' : 'points'}`,
  attempt: number => `attempt ${number}`,
  notGradable: 'Not graded (costs no attempt)',
  refused: 'Not handed in',
  late: (percent, counted) => `late: ${percent}% less, counts ${counted}`,
  graderError: 'The grader failed. This does not count against you: the teacher has been told, and grading will be tried again.',
  outcome: { PASS: 'passed', FAIL: 'failed', NOT_RUN: 'not checked' },
  rule: 'The rule at fault: ',
  sibling: 'What follows is from a public scenario of the same kind, in which your answer fails too.',
  trace: "The packet's way",
  waiting: number => `Received; ${number} still being graded…`,
  inQueue: 'Being graded; the result will be on the course page too.',
  fullReport: 'Full report (new tab)',
  failed: 'Not submitted',
  notSaved: 'Not submitted, because the notebook could not be saved. Your work is still in this page: keep it open and submit again later.',
  unreachable: 'The server cannot be reached. The notebook is saved and nothing is lost; check the network and submit again.',
  tooSlow: 'No answer within a minute. The notebook is saved; the submission may have arrived: look at the course page before you submit again.',
  unreadable: "The server's answer could not be understood. The notebook is saved; try again later, or tell your teacher.",
  signedOut: 'Your sign-in has expired. Sign in again in a new tab, then come back and submit: nothing on this page is lost.',
  signIn: 'Sign in again (new tab)',
  http: status => `The server answered HTTP ${status}. The notebook is saved; you can submit again.`
};

/** The language of the page: `zh` or `en`. */
export const language = PageConfig.getOption('ringlabLanguage') === 'zh' ? 'zh' : 'en';

/** Our texts in the language of the page. */
export const messages = { zh, en }[language];

/** A text of the service in the language of the page: a plain text, or `{zh, en}`; nothing gives the empty text. */
export const pick = text => (typeof text === 'string' ? text : (text?.[language] ?? text?.en ?? text?.zh ?? ''));
