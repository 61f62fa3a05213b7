// What library code written for Node asks of `process`.
export default { env: {}, argv: [], cwd: () => '/', platform: 'browser', release: {}, versions: {} };
