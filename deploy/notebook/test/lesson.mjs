// The notebook that the tests open: Markdown with a formula, a picture and a diagram, a Java cell, a shell cell, a chart and a drawing.
const code = (id, source, outputs = []) => ({ cell_type: 'code', id, metadata: {}, source, outputs, execution_count: null });
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="60"><rect width="240" height="60" fill="#e3f2fd"/><text x="20" y="35">客户机 → 网关</text></svg>';

const tiny = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';

const chart = {
  $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
  data: { values: [{ hop: 1, ttl: 64 }, { hop: 2, ttl: 63 }] },
  mark: 'bar',
  encoding: { x: { field: 'hop' }, y: { field: 'ttl', type: 'quantitative' } }
};

export const lesson = () => ({
  cells: [
    { cell_type: 'markdown', id: 'intro', metadata: {}, attachments: { 'net.svg': { 'image/svg+xml': btoa(tiny) } }, source: '# 第一课 IP 转发\n\nTTL: $t_{n+1} = t_n - 1$\n\n数据包经过**网关**。\n\n![图](pictures/net.svg) ![附件](attachment:net.svg)\n\n```mermaid\ngraph LR; A-->B\n```' },
    code('java', 'int hops = 3; // 跳数\nString name = "网关";\nSystem.out.println(name + hops);'),
    code('shell', '%%host gateway\necho 1 > /proc/sys/net/ipv4/ip_forward\nif [ -f /etc/hosts ]; then ping -c 1 10.0.0.2; fi'),
    {
      ...code('drawing', '%lab', [
        { output_type: 'display_data', metadata: {}, data: { 'application/vnd.vegalite.v5+json': chart, 'text/plain': 'chart' } },
        { output_type: 'display_data', metadata: {}, data: { 'text/html': `<div>${svg}</div>`, 'text/plain': 'client - gateway' } }
      ]),
      metadata: { trusted: true }
    }
  ],
  metadata: { kernelspec: { name: 'ringlab', display_name: 'Ringlab', language: 'java' }, language_info: { name: 'java' } },
  nbformat: 4,
  nbformat_minor: 5
});
