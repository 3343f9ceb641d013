/** Whether keys are letters there: single-letter shortcuts leave fields alone. */
export const isTypingIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest(FIELDS) !== null)

/** Boxes to tick take no letters. */
const FIELDS = 'input:not([type=checkbox], [type=radio]), select, textarea, [role="textbox"]'
