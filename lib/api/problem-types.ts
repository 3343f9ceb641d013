import type { ProblemDto } from './contract/problem'

interface ProblemType {
  readonly status: number
  readonly title: string
  readonly meaning: string
  /** What such a document can say of one occasion. */
  readonly sample: Pick<ProblemDto, 'detail' | 'errors'>
}

/**
 * Every kind of problem that the API answers with. A kind never changes its meaning: programs tell problems apart by
 * `type`, which is `/problems#` and the kind.
 */
export const PROBLEM_TYPES = {
  'bad-request': {
    status: 400,
    title: 'Bad request',
    meaning: 'The request cannot be read at all.',
    sample: { detail: 'The request target is not a path.' },
  },
  'bad-parameters': {
    status: 400,
    title: 'Parameters that cannot be read',
    meaning: '`errors` names each parameter, what is wrong with it and what would be right.',
    sample: {
      detail: 'limit "ten" is not a whole number from 1 to 10000',
      errors: [{ parameter: 'limit', detail: '"ten" is not a whole number from 1 to 10000' }],
    },
  },
  'bad-body': {
    status: 400,
    title: 'A body that cannot be read',
    meaning: '`errors` names each part of it that is wrong, and what would be right.',
    sample: {
      detail: 'filters.state "hot" is not one of warm, cold, priced_only, unknown',
      errors: [
        { parameter: 'filters.state', detail: '"hot" is not one of warm, cold, priced_only, unknown' },
      ],
    },
  },
  'key-needed': {
    status: 401,
    title: 'API key needed',
    meaning:
      'Send a key that the operator of this server made: `authorization: Bearer KEY`, or `x-api-key: KEY`.',
    sample: { detail: 'Send an API key: "authorization: Bearer KEY", or "x-api-key: KEY".' },
  },
  'key-refused': {
    status: 401,
    title: 'API key refused',
    meaning: 'The key that was sent is unknown here, was revoked, or has expired.',
    sample: { detail: 'This key was revoked.' },
  },
  'operator-key-needed': {
    status: 401,
    title: 'Operator key needed',
    meaning: 'Only whoever bears the key of this server may do this: `authorization: Bearer KEY`.',
    sample: { detail: 'Send the operator key: "authorization: Bearer KEY".' },
  },
  'not-allowed': {
    status: 403,
    title: 'Not allowed',
    meaning: 'Nobody may do this here, since the operator has set no OPERATOR_KEY.',
    sample: { detail: 'Nobody may do this here: the operator has set no OPERATOR_KEY.' },
  },
  'key-out-of-scope': {
    status: 403,
    title: 'Not what this key is for',
    meaning: 'The key is good for something else; `/api/v1/key` says for what.',
    sample: { detail: 'This key is not for that: it has not the scope route.' },
  },
  'foreign-page': {
    status: 403,
    title: 'A page of another machine',
    meaning:
      'Without a key only this machine is let in, under its own name, and no page that comes from elsewhere.',
    sample: { detail: 'Without a key only pages that this machine serves may ask for that.' },
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    meaning: 'There is nothing at this address, or nothing of this name.',
    sample: { detail: 'No model is called sdxl-gigantic; /api/v1/models lists all.' },
  },
  'not-kept': {
    status: 404,
    title: 'Not kept',
    meaning: 'Nothing is kept from so long ago; `detail` says from when on something is.',
    sample: {
      detail:
        'Nothing is kept from 2026-01-31T12:00:00.000Z: the oldest sweep ended 2026-02-01T00:00:02.113Z.',
    },
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    meaning: 'The address is right, the method is not; `allow` lists those that are.',
    sample: { detail: '/api/v1/offerings answers to GET, HEAD, OPTIONS.' },
  },
  'too-many-policies': {
    status: 409,
    title: 'Too many policies',
    meaning: 'As many as this server keeps are there already; delete one first.',
    sample: { detail: 'There are 1000 policies, which are as many as are kept; delete one first.' },
  },
  'too-many-suspensions': {
    status: 409,
    title: 'Too many suspensions',
    meaning: 'As many as this server keeps are there already; lift one first.',
    sample: { detail: 'As many suspensions as are kept are there already; lift one first.' },
  },
  'too-many-keys': {
    status: 409,
    title: 'Too many keys',
    meaning: 'As many as this server keeps are there already; revoke one first.',
    sample: { detail: 'There are 1000 keys, which are as many as are kept; revoke one first.' },
  },
  'built-in-policy': {
    status: 409,
    title: 'Built-in policy',
    meaning: 'It is the same on every server, and nobody can change it; save yours under another name.',
    sample: {
      detail: 'The policy go-livepeer is built in and stays as it is; save yours under another name.',
    },
  },
  conflict: {
    status: 412,
    title: 'Changed meanwhile',
    meaning: 'Somebody else changed it since it was read; read it again.',
    sample: { detail: 'The policy warm-flux-europe is not what the condition says; read it again.' },
  },
  'body-too-large': {
    status: 413,
    title: 'Body too large',
    meaning: 'Send less than 64 KiB.',
    sample: { detail: 'Here the body has more than 65536 bytes.' },
  },
  'request-too-slow': {
    status: 408,
    title: 'Request too slow',
    meaning: 'It was not complete after half a minute.',
    sample: { detail: 'The request was not complete after half a minute.' },
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    meaning: 'The key sends more in a minute than it may; ask again after `retry-after` seconds.',
    sample: { detail: 'This key sends more requests in a minute than it may.' },
  },
  'too-many-jobs': {
    status: 429,
    title: 'Too many jobs at once',
    meaning: 'As many jobs of the key as may be are under way; one has to end first.',
    sample: { detail: 'As many jobs of this key as may be are under way; one has to end first.' },
  },
  'spent-for-today': {
    status: 429,
    title: 'Spent for today',
    meaning:
      'The key, or this server, has spent what it may spend in a day; the next one begins after `retry-after` seconds, at midnight UTC.',
    sample: {
      detail: 'This key has spent what it may spend in a day; the next one begins at midnight UTC.',
    },
  },
  'request-too-long': {
    status: 431,
    title: 'Request too long',
    meaning: 'Its address and its headers have more than 16 KiB together; ask for less at once.',
    sample: { detail: 'The address and the headers have more than 16 KiB together.' },
  },
  'internal-error': {
    status: 500,
    title: 'Internal error',
    meaning: 'Our mistake; the log of the server says more.',
    sample: { detail: 'The server failed to make this answer; its log says why.' },
  },
  'upload-unkept': {
    status: 503,
    title: 'No room for an upload',
    meaning:
      'Uploads of more than a MiB wait on the disk of this server until an orchestrator has them, and the disk is full or cannot be written. Smaller ones are carried as ever.',
    sample: {
      detail: 'A large upload waits on the disk of this server, which cannot be written now.',
    },
  },
  'store-full': {
    status: 507,
    title: 'No room to store',
    meaning:
      'The disk of the database is full, so that nothing was changed. What is known is served on; ask again when there is room.',
    sample: { detail: 'The disk of offerings.db is full. Nothing was changed; ask again when it is mended.' },
  },
  'store-read-only': {
    status: 503,
    title: 'The store is read-only',
    meaning:
      'The database of this server cannot be written, so that nothing was changed. What is known is served on.',
    sample: {
      detail:
        'offerings.db is read-only: its disk or its permissions allow no writing. Nothing was changed; ask again when it is mended.',
    },
  },
  'store-failing': {
    status: 503,
    title: 'The store fails',
    meaning: 'The database of this server cannot be read or written; its operator has to look at the disk.',
    sample: {
      detail:
        'The disk of offerings.db fails: it reports errors when it is read or written. Nothing was changed; ask again when it is mended.',
    },
  },
  'nothing-collected': {
    status: 503,
    title: 'Nothing collected yet',
    meaning: 'The first sweep is under way, or failed; ask again after `retry-after` seconds.',
    sample: { detail: 'The first sweep is under way: 12 of 39 nodes are settled.' },
  },
  'nobody-known': {
    status: 503,
    title: 'Nobody known',
    meaning: 'Of everything that was collected nothing counts any more, or nobody takes work.',
    sample: { detail: 'No orchestrator is known that takes work; ask again after a sweep.' },
  },
  'nothing-matches': {
    status: 503,
    title: 'Nothing matches',
    meaning: 'No orchestrator fits, and `on_empty=keep` asked for a failure instead of an empty list.',
    sample: { detail: 'No orchestrator fits, and on_empty=keep asks to keep the old list.' },
  },
  'unreadable-hints': {
    status: 400,
    title: 'Routing headers that cannot be read',
    meaning: '`error.message` names each header, what is wrong with it and what would be right.',
    sample: { detail: 'livepeer-warm "hot" is not required, preferred or any' },
  },
  'unreadable-input': {
    status: 400,
    title: 'Input that cannot be read',
    meaning: 'The body is not what its content type says, or not what this route takes.',
    sample: { detail: 'The body is not JSON.' },
  },
  'wrong-input': {
    status: 422,
    title: 'Input that is wrong',
    meaning: 'The body can be read, and some of its fields are missing or wrong: `detail` lists them.',
    sample: { detail: 'prompt is missing' },
  },
  'refused-input': {
    status: 400,
    title: 'Input that the runner refused',
    meaning: 'The orchestrator refused the input for what it is; another one would, too.',
    sample: { detail: 'The runner refused the input: image is too small.' },
  },
  'refused-fields': {
    status: 422,
    title: 'Fields that the runner refused',
    meaning: 'The orchestrator found fields of the input wrong; another one would, too.',
    sample: { detail: 'The runner refused the input: guidance_scale is too large.' },
  },
  'input-too-large': {
    status: 413,
    title: 'Input too large',
    meaning: 'The body has more bytes than this route takes, or than the orchestrator does.',
    sample: { detail: 'The body has more than 268435456 bytes.' },
  },
  'wrong-media-type': {
    status: 415,
    title: 'Wrong content type',
    meaning: 'This route takes another content type.',
    sample: { detail: 'Send application/json here.' },
  },
  'model-not-offered': {
    status: 404,
    title: 'Nobody offers this model',
    meaning: 'No orchestrator that is known offers it; `/api/v1/models` lists all that are.',
    sample: { detail: 'Nobody offers the model sdxl-gigantic for text-to-image; /api/v1/models lists all.' },
  },
  'nobody-available': {
    status: 503,
    title: 'Nobody available',
    meaning:
      'It is offered, but nobody may do it now: the rules of the request leave nobody, or nobody takes it from us. Ask again after `retry-after` seconds, or ask for less.',
    sample: { detail: 'Nobody: 12 offerings → 4 serve flux → 0 at 3 wei per pixel or less.' },
  },
  'all-busy': {
    status: 503,
    title: 'All busy',
    meaning: 'Nobody has a place free. Ask again after `retry-after` seconds.',
    sample: { detail: 'Nobody has a place free: https://orch.example:8935 busy (insufficient capacity).' },
  },
  'all-failed': {
    status: 502,
    title: 'All failed',
    meaning: 'Those that were tried failed; `error.message` says each and how.',
    sample: { detail: 'Those that were tried failed: https://orch.example:8935 reset.' },
  },
  'not-in-time': {
    status: 504,
    title: 'Not done in time',
    meaning: 'Nobody did it within the time for it.',
    sample: { detail: 'Nobody answered in time: https://orch.example:8935 timed-out.' },
  },
  'no-ingest': {
    status: 501,
    title: 'No ingest of media',
    meaning:
      'This server takes no WebRTC or RTMP: segments of video are published to the channels of a stream.',
    sample: { detail: 'WHIP is not served here; publish segments to the publish_url of the stream.' },
  },
  'too-many-sessions': {
    status: 503,
    title: 'Too many sessions',
    meaning: 'As many sessions as this server has room for are open already; stop one, or ask again later.',
    sample: { detail: 'This server has no room for another session; ask again later.' },
  },
  'too-many-streams': {
    status: 503,
    title: 'Too many streams',
    meaning: 'This server has no room for another stream, of events or of live video; ask again later.',
    sample: { detail: 'This server has no room for another stream; ask again later.' },
  },
} as const satisfies Record<string, ProblemType>

export type ProblemKind = keyof typeof PROBLEM_TYPES
