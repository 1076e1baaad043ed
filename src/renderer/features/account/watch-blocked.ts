/** A refusal is told by an event of its own, a task or two after the failed fetch. */
const eventDelayMs = 50;

/** Whether the page's own policy refused a connection while this was on: fetch itself only says that it failed. */
export function watchBlocked(): { wasBlocked(): Promise<boolean>; stop(): void } {
  let wasBlocked = false;
  const listen = ({ effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'connect-src') wasBlocked = true;
  };
  document.addEventListener('securitypolicyviolation', listen);
  return {
    async wasBlocked() {
      if (!wasBlocked) await new Promise((resolve) => setTimeout(resolve, eventDelayMs));
      return wasBlocked;
    },
    stop: () => document.removeEventListener('securitypolicyviolation', listen),
  };
}
