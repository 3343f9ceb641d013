/** Whether keys are letters there: single-letter shortcuts leave fields alone. */
export const isTypingIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, select, textarea, [role="textbox"]') !== null)
