// Stands for lib0/error in the bundle. lib0 and yjs make three errors while they load, to throw them should a document be
// broken; an error notes where it is made, and in a script of four megabytes the browser, when somebody inspects it, needs a
// fifth of a second to know. These are errors without that note.

/** An error with the message `text`, which names no place. */
export function create(text) {
  const error = Object.create(Error.prototype);
  Object.defineProperty(error, 'message', { value: text });
  return error;
}

export function methodUnimplemented() {
  throw create('Method unimplemented');
}

export function unexpectedCase() {
  throw create('Unexpected case');
}
