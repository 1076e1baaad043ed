// A utility process: says who it is, and ends when it is told to.
process.parentPort.on('message', ({ data }) => {
  if (data.question === 'who')
    process.parentPort.postMessage({
      type: process.type,
      argument: process.argv[2],
      hasSend: typeof process.send === 'function',
      count: data.count,
      at: data.at,
    });
  if (data.question === 'end') process.exit(data.code);
});
