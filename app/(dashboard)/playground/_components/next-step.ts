/** What whoever sent a job can do about its problem, by the kind (`/problems`); null: what the problem says is all. */
export const nextStep = (kind: string | null): string | null => (kind === null ? null : (STEPS[kind] ?? null))

const STEPS: Readonly<Record<string, string>> = {
  'key-needed': 'Fill in an API key; the operator makes one on the page of keys.',
  'key-refused': 'Fill in another API key; the operator makes one on the page of keys.',
  'key-out-of-scope': 'The key needs the scope route, which is fixed when it is made: make another one.',
  'foreign-page': 'Open this page as localhost on the machine of the server, or fill in an API key.',
  'rate-limited': 'Wait for a moment and run it again, or have the limit of the key raised.',
  'too-many-jobs': 'Wait until a job of this key has ended, and run it again.',
  'spent-for-today': 'Wait for midnight UTC, or have the limit of the key raised.',
  'model-not-offered': 'Choose a model that somebody offers, or none.',
  'nobody-available': 'A dry run shows which rule left nobody, and what would do.',
  'all-busy': 'Run it again in a moment, or take off what narrows the choice.',
  'all-failed':
    'Run it again: those that failed come later now. The attempts below say what each of them did.',
  'not-in-time': 'Run it again, or choose the strategy Fastest.',
  'nothing-collected': 'Wait for the first sweep to end.',
  'wrong-input': 'Correct the fields that are named.',
  'refused-input': 'The runner does not take what was sent: change the fields.',
  'refused-fields': 'The runner does not take these fields: change them.',
  'unreadable-input': 'Change what is named.',
  'unreadable-hints': 'Correct policy, strategy or price ceiling.',
  'input-too-large': 'Send less.',
}
