import { SetupError } from './setup-error.mjs'

/** What `?policy=` can be tried with on the simulated network; whoever edits one keeps what was edited. */
export const DEMO_POLICIES = {
  'warm-flux-europe': {
    description: 'FLUX.1-dev that is loaded, in Europe, cheapest first',
    filters: {
      pipeline: 'text-to-image',
      model: 'black-forest-labs/FLUX.1-dev',
      state: 'warm',
      region: ['eu-west', 'eu-central'],
      unit: 'pixel',
      sort: 'price',
    },
  },
  'quick-llm': {
    description: 'The five that answer quickest with a language model loaded, for a go-livepeer gateway',
    filters: {
      pipeline: 'llm',
      state: 'warm',
      usable_by: 'go-livepeer',
      sort: 'latency_ms',
      limit: 5,
    },
  },
}

/**
 * @param {string} base
 * @param {string} operatorKey
 */
export async function savePolicies(base, operatorKey) {
  for (const [name, policy] of Object.entries(DEMO_POLICIES)) {
    const { status } = await fetch(`${base}/api/v1/policies/${name}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${operatorKey}`,
        'content-type': 'application/json',
        'if-none-match': '*',
      },
      body: JSON.stringify(policy),
    })
    if (status !== CREATED && status !== THERE_ALREADY)
      throw new SetupError(`The application answered ${status} when the policy ${name} was to be saved.`)
  }
}

const CREATED = 201
const THERE_ALREADY = 412
