import type { CdpSession, Protocol } from './cdp.ts';

/**
 * Answers webUtils.getPathForFile, which is synchronous: the preload stands still at its `debugger` statement, the browser is asked
 * for the file's path, and the answer is set in the waiting frame. A File that a page made has none: ''.
 */
export function answerFilePaths(session: CdpSession, isPreload: (contextId: number) => boolean): void {
  const scripts = new Set<string>();
  session.on('Debugger.scriptParsed', ({ scriptId, executionContextId }) => {
    if (isPreload(executionContextId)) scripts.add(scriptId);
  });
  session.on('Debugger.paused', ({ callFrames: [frame] }) => {
    answer(frame)
      .catch((error) => console.error(error))
      .then(() => session.send('Debugger.resume'))
      .catch(() => {});
  });

  async function answer(frame: Protocol.Debugger.CallFrame | undefined): Promise<void> {
    if (frame?.functionName !== 'getPathForFile' || !scripts.has(frame.location.scriptId)) return;
    const evaluate = (expression: string) =>
      session.send('Debugger.evaluateOnCallFrame', { callFrameId: frame.callFrameId, expression });
    const { objectId } = (await evaluate('file')).result;
    if (objectId === undefined) return;
    const { path } = await session.send('DOM.getFileInfo', { objectId });
    await evaluate(`answer.path = ${JSON.stringify(path)}`);
  }
}
