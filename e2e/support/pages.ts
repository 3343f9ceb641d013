const POLICY = '/policies/go-livepeer?pipeline=llm'
const ONE_REQUEST = '/requests/0197c4f2-5b1e-7c30-9a64-3f0d8e21b7a5'
/** Lanternfish of the standing fleet: two nodes, cards, several models. */
const ORCHESTRATOR = '/orchestrators/0x45388115f5f276020A9d551bc478A6f7712ab620'

/** Halcyon, whose nodes are in Europe. */
const FLEETS = `/compare?orchestrators=${ORCHESTRATOR.slice('/orchestrators/'.length)},0x422fD22F9322d9C451a85869E84a82C9d8c556D0`

/**
 * Every page of the dashboard in each of the states that can be had by an address: audited for accessibility in both
 * themes, held to the width of the screen, and taken pictures of. `name` is the picture's file name.
 */
export const PAGES = [
  { name: 'overview', path: '/' },
  { name: 'overview-pipeline', path: '/?pipeline=llm&colour=gpu' },
  { name: 'gpus', path: '/gpus' },
  { name: 'gpus-filtered', path: '/gpus?region=us-east' },
  { name: 'gpus-none', path: '/gpus?q=no-such-card' },
  { name: 'gpu', path: '/gpus/RTX%204090' },
  { name: 'gpu-unknown', path: '/gpus/no-such-card' },
  { name: 'offerings', path: '/offerings' },
  { name: 'offerings-filtered', path: '/offerings?pipeline=llm&state=warm' },
  {
    name: 'offerings-columns',
    path: '/offerings?columns=price,latency,latency-24h,reached&density=roomy&sort=price',
  },
  { name: 'offerings-none', path: '/offerings?model=no-such-model' },
  { name: 'offerings-too-long-ago', path: '/offerings?as_of=2020-01-01' },
  { name: 'models', path: '/models' },
  { name: 'models-filtered', path: '/models?pipeline=llm' },
  { name: 'model', path: '/models/black-forest-labs/FLUX.1-dev' },
  { name: 'model-unknown', path: '/models/no-such-model' },
  { name: 'orchestrators', path: '/orchestrators' },
  { name: 'orchestrators-filtered', path: '/orchestrators?region=us-east' },
  { name: 'orchestrator', path: ORCHESTRATOR },
  { name: 'compare', path: FLEETS },
  { name: 'compare-nobody', path: '/compare' },
  { name: 'prices', path: '/prices' },
  { name: 'prices-filtered', path: '/prices?pipeline=llm&window=24h' },
  { name: 'prices-none', path: '/prices?q=no-such-model' },
  { name: 'calculator', path: '/calculator' },
  { name: 'calculator-speech', path: '/calculator?pipeline=text-to-speech&characters=5000' },
  { name: 'calculator-refused', path: '/calculator?pipeline=llm&tokens=many' },
  { name: 'calculator-none', path: '/calculator?model=no-such-model' },
  { name: 'latency', path: '/latency' },
  { name: 'latency-model', path: '/latency?model=black-forest-labs/FLUX.1-dev&order=fastest&window=24h' },
  { name: 'map', path: '/map' },
  { name: 'map-pipeline', path: '/map?pipeline=text-to-image&size=cards' },
  { name: 'offer', path: '/offer' },
  { name: 'select', path: '/select?pipeline=llm' },
  { name: 'playground', path: '/playground?pipeline=llm' },
  { name: 'policies', path: '/policies' },
  { name: 'policy', path: POLICY },
  { name: 'changes', path: '/changes' },
  { name: 'reliability', path: '/reliability' },
  { name: 'method', path: '/method' },
  { name: 'sources', path: '/sources' },
  { name: 'source', path: '/sources/list' },
  { name: 'suspensions', path: '/suspensions' },
  { name: 'requests', path: '/requests' },
  { name: 'request-unknown', path: ONE_REQUEST },
  { name: 'keys', path: '/keys' },
  { name: 'status', path: '/status' },
  { name: 'reference', path: '/reference' },
  { name: 'reference-operation', path: '/reference?op=getOfferings' },
  { name: 'problems', path: '/problems' },
] as const
