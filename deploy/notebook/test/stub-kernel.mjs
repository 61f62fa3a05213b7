// A kernel that answers every cell with its own source: enough to see that the interface ran it.
import { WebSocketServer } from 'ws';

const PROTOCOL = 'v1.kernel.websocket.jupyter.org';

/** One binary frame of the protocol → [channel, message]. */
function decode(frame) {
  const bytes = Buffer.from(frame);
  const count = Number(bytes.readBigUInt64LE(0));
  const at = Array.from({ length: count }, (_, i) => Number(bytes.readBigUInt64LE(8 * (i + 1))));
  const part = i => bytes.subarray(at[i], at[i + 1] ?? bytes.length).toString('utf8');
  const [header, parent_header, metadata, content] = [1, 2, 3, 4].map(i => JSON.parse(part(i)));
  return [part(0), { header, parent_header, metadata, content }];
}

function encode(channel, { header, parent_header, metadata, content }) {
  const parts = [channel, ...[header, parent_header, metadata, content].map(part => JSON.stringify(part))].map(text => Buffer.from(text));
  const head = Buffer.alloc(8 * (parts.length + 2));
  head.writeBigUInt64LE(BigInt(parts.length + 1), 0);
  let offset = head.length;
  parts.forEach((part, i) => {
    head.writeBigUInt64LE(BigInt(offset), 8 * (i + 1));
    offset += part.length;
  });
  head.writeBigUInt64LE(BigInt(offset), 8 * (parts.length + 1));
  return Buffer.concat([head, ...parts]);
}

const languageInfo = { name: 'java', version: '25', mimetype: 'text/x-java-source', file_extension: '.java' };

/** Serves the kernel's socket on `server`. `executed` gets the source of every cell that was run, `greetings` one entry per kernel_info_request, `comms` the target of every comm opened. */
export function serveKernel(server) {
  const log = { executed: [], greetings: [], comms: [] };
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: offered => (offered.has(PROTOCOL) ? PROTOCOL : false) });
  server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, ws => converse(ws, log)));
  return { ...log, close: () => sockets.clients.forEach(client => client.terminate()) };
}

function converse(ws, { executed, greetings, comms }) {
  let serial = 0;
  const send = (channel, type, content, parent) =>
    ws.send(
      encode(channel, {
        header: { msg_id: `stub-${++serial}`, msg_type: type, session: 'stub', username: '', date: new Date().toISOString(), version: '5.4' },
        parent_header: parent,
        metadata: {},
        content
      })
    );
  ws.on('message', frame => {
    const [channel, { header, content }] = decode(frame);
    const reply = (type, body) => send(channel, type, { status: 'ok', ...body }, header);
    const publish = (type, body) => send('iopub', type, body, header);
    publish('status', { execution_state: 'busy' });
    if (header.msg_type === 'kernel_info_request') {
      greetings.push(header.msg_id);
      reply('kernel_info_reply', { protocol_version: '5.4', implementation: 'stub', implementation_version: '1', banner: '', help_links: [], language_info: languageInfo });
    } else if (header.msg_type === 'execute_request') {
      executed.push(content.code);
      publish('execute_input', { code: content.code, execution_count: executed.length });
      publish('stream', { name: 'stdout', text: `ran: ${content.code}\n` });
      reply('execute_reply', { execution_count: executed.length, user_expressions: {}, payload: [] });
    } else if (header.msg_type === 'comm_open') {
      comms.push(content.target_name);
    } else if (header.msg_type === 'comm_info_request') {
      reply('comm_info_reply', { comms: {} });
    } else if (header.msg_type === 'history_request') {
      reply('history_reply', { history: [] });
    }
    publish('status', { execution_state: 'idle' });
  });
}
