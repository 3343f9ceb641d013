// Which folder may import which. Each rule's comment says where to go instead.
// `node scripts/check-imports.mjs` applies them and makes sure that the files were really read.

const OURS = '^(app|lib|drizzle|e2e|scripts)/|^instrumentation[.]ts$'
const TESTS = '[.]test[.]tsx?$|/testdata/'
const COMPONENTS = ['^app/_components/', '^app/.+/_components/']
const BROWSER_API = '^lib/api/(after-paint|ask-api|contract/.+|queries/.+|search-params)[.]ts$'

/** Plays with seeds and a clock of its own. */
const SEEDED_PLAY = '^lib/simulation/'

/** Paths of modules in lib, e.g. inLib('domain', 'log.ts'). */
const inLib = (...modules) =>
  modules.map((name) => `^lib/${name.replace('.', '[.]')}${name.includes('.') ? '$' : '/'}`)

/** Of our own code, `from` may import only `may` (and npm packages and Node, unless another rule says no). */
const only = (name, from, may, comment) => ({
  name: `${name}-imports-only`,
  severity: 'error',
  comment,
  from: { path: from, pathNot: TESTS },
  to: { path: OURS, pathNot: may },
})

const noNode = (name, from, comment) => ({
  name: `${name}-without-node`,
  severity: 'error',
  comment,
  from: { path: from, pathNot: TESTS },
  to: { dependencyTypes: ['core'] },
})

const PURE =
  'This folder computes: take the time, randomness or bytes as an argument and do the I/O in the caller.'

const layers = [
  only(
    'domain',
    inLib('domain'),
    inLib('domain'),
    'The domain knows nothing of the rest: move the caller up, or the noun down into lib/domain.',
  ),
  {
    name: 'domain-packages',
    severity: 'error',
    comment:
      'Only @noble/hashes (address checksums) is pure enough for the domain: parse and fetch in livepeer, sources or store.',
    from: { path: inLib('domain'), pathNot: TESTS },
    to: { path: 'node_modules/', pathNot: 'node_modules/@noble/hashes/' },
  },
  noNode('domain', inLib('domain'), PURE),
  only(
    'snapshot',
    inLib('snapshot'),
    inLib('snapshot', 'domain'),
    'A snapshot is folded from domain values: convert in lib/discovery before folding.',
  ),
  noNode('snapshot', inLib('snapshot'), PURE),
  only(
    'catalog',
    inLib('catalog'),
    inLib('catalog', 'domain', 'snapshot'),
    'The catalog is computed from a snapshot: hand it what it needs from lib/discovery or lib/api.',
  ),
  {
    name: 'catalog-takes-snapshot-types',
    severity: 'error',
    comment:
      'The catalog reads snapshots and does not make them: use `import type`, and fold in lib/discovery.',
    from: { path: inLib('catalog'), pathNot: TESTS },
    to: { path: inLib('snapshot'), dependencyTypesNot: ['type-only'] },
  },
  noNode('catalog', inLib('catalog'), PURE),
  only(
    'selection',
    inLib('selection'),
    inLib('selection', 'domain', 'catalog'),
    'Selection ranks catalog offerings: hand it what it needs from lib/routing or lib/api.',
  ),
  noNode('selection', inLib('selection'), PURE),
  only(
    'pricing',
    inLib('pricing'),
    inLib('pricing', 'domain', 'catalog', 'selection'),
    'Prices are computed from texts and the catalog: read files in lib/files, and hand the catalog over from lib/api.',
  ),
  {
    name: 'pricing-takes-catalog-types',
    severity: 'error',
    comment: 'Pricing is handed what the catalog found: use `import type`, and roll up in lib/api.',
    from: { path: inLib('pricing'), pathNot: TESTS },
    to: { path: inLib('catalog'), dependencyTypesNot: ['type-only'] },
  },
  noNode('pricing', inLib('pricing'), PURE),
  only(
    'history',
    inLib('history'),
    inLib('history', 'domain'),
    'History is reckoned from counts and intervals: read them in lib/store and hand them over from lib/api.',
  ),
  noNode('history', inLib('history'), PURE),
  only(
    'files',
    inLib('files'),
    inLib('files'),
    'A watched file knows no more than its bytes: pass in how they are read.',
  ),
  only(
    'net',
    inLib('net'),
    inLib('net', 'domain'),
    'The guarded way out knows addresses and bytes: read what comes back in lib/livepeer, lib/probe or lib/sources.',
  ),
  only(
    'livepeer',
    inLib('livepeer'),
    inLib('livepeer', 'domain', 'net'),
    'The wire contract turns bytes into domain values and nothing else: the caller belongs in lib/probe or lib/discovery.',
  ),
  only(
    'sources',
    inLib('sources'),
    inLib('sources', 'domain', 'livepeer', 'net'),
    'A source answers with service URIs: let lib/discovery probe and store them, and pass settings in as arguments.',
  ),
  only(
    'probe',
    inLib('probe'),
    inLib('probe', 'domain', 'livepeer', 'net'),
    'A probe asks one node and returns its outcome: let lib/discovery list and store, and pass settings in as arguments.',
  ),
  only(
    'identity',
    inLib('identity'),
    inLib('identity', 'domain', 'livepeer', 'net'),
    'An identity is a key and what it signs: read settings in lib/config.ts and pass them in as arguments.',
  ),
  only(
    'rates',
    inLib('rates'),
    inLib('rates', 'domain', 'livepeer', 'net'),
    'A rate is read and handed on: what it is for belongs in lib/api or lib/catalog.',
  ),
  only(
    'leaderboard',
    inLib('leaderboard'),
    inLib('leaderboard', 'domain', 'livepeer', 'net'),
    'A leaderboard is read and handed on: what it is shown beside belongs in lib/api.',
  ),
  only(
    'regions',
    inLib('regions'),
    inLib('regions', 'domain', 'files', 'net'),
    'Regions are told from addresses and texts: hand over what is known of a node as arguments.',
  ),
  only(
    'store',
    inLib('store'),
    [...inLib('store', 'domain', 'snapshot', 'history', 'turn-of-others.ts'), '^drizzle/schema[.]ts$'],
    'The store keeps domain values: decode in lib/livepeer or lib/probe and hand over the result.',
  ),
  only(
    'policies',
    inLib('policies'),
    inLib('policies', 'domain', 'livepeer', 'store'),
    'A policy is texts under a name: what they mean is read in lib/api.',
  ),
  only(
    'suspension',
    inLib('suspension'),
    inLib('suspension', 'domain', 'selection', 'store'),
    'The board holds breakers and keeps them: rules belong in lib/selection, what is shown of it in lib/api.',
  ),
  only(
    'requests',
    inLib('requests'),
    inLib('requests', 'domain', 'selection', 'store'),
    'The journal takes down what became of requests: carry them in lib/routing, and show them in lib/api.',
  ),
  only(
    'keys',
    inLib('keys'),
    inLib('keys', 'domain', 'store'),
    'Keys say who may come in and how often: what is asked for and answered belongs in lib/api, settings are passed in.',
  ),
  only(
    'discovery',
    inLib('discovery'),
    inLib(
      'discovery',
      'domain',
      'identity',
      'net',
      'livepeer',
      'sources',
      'probe',
      'snapshot',
      'history',
      'store',
      'catalog',
      'selection',
      'suspension',
      'log.ts',
      'config.ts',
    ),
    'Discovery conducts and does not present: read its results through lib/runtime.ts from lib/api or app.',
  ),
  only(
    'reliability',
    inLib('reliability'),
    inLib('reliability', 'domain', 'history', 'store'),
    'Reliability is reckoned from what the store has counted: what it is for belongs in lib/routing or lib/api.',
  ),
  only(
    'media',
    inLib('media'),
    inLib('media', 'domain'),
    'Files that jobs made are only kept here: fetch them in lib/routing, and serve them in lib/api.',
  ),
  only(
    'routing',
    inLib('routing'),
    inLib(
      'routing',
      'domain',
      'catalog',
      'selection',
      'suspension',
      'identity',
      'probe',
      'net',
      'livepeer',
      'store',
      'log.ts',
    ),
    'Routing carries jobs and does not present: read its results in lib/api, and pass settings in as arguments.',
  ),
  only(
    'browser-api',
    BROWSER_API,
    [BROWSER_API, ...inLib('domain')],
    'Browsers load this file: server work belongs in another file of lib/api.',
  ),
  noNode(
    'browser-api',
    BROWSER_API,
    'Browsers load this file: server work belongs in another file of lib/api.',
  ),
  only(
    'lib',
    '^lib/',
    ['^lib/', '^drizzle/schema[.]ts$'],
    'lib does not know app, e2e or scripts: move the shared part into lib.',
  ),
  only(
    'devnet',
    inLib('devnet'),
    inLib('devnet', 'domain', 'livepeer'),
    'The simulated network speaks the wire and no more: move the shared part into lib/domain or lib/livepeer.',
  ),
  {
    name: 'devnet-stays-outside',
    severity: 'error',
    comment:
      'The product never contains its simulation: reach it over the network, from tests, e2e or scripts.',
    from: { path: OURS, pathNot: ['^lib/devnet/', '^e2e/', '^scripts/', TESTS] },
    to: { path: '^lib/devnet/' },
  },
  only(
    'simulation',
    inLib('simulation'),
    inLib('simulation', 'domain', 'catalog', 'history', 'selection'),
    'A simulated world knows how jobs are sent and how nodes are chosen: what it needs of the rest belongs in scripts.',
  ),
  noNode('simulation', inLib('simulation'), PURE),
  {
    name: 'simulation-stays-outside',
    severity: 'error',
    comment: 'The product never contains its simulation: compare in scripts and tests.',
    from: { path: OURS, pathNot: [SEEDED_PLAY, '^scripts/', TESTS] },
    to: { path: SEEDED_PLAY },
  },
  {
    name: 'testdata-stays-in-tests',
    severity: 'error',
    comment: 'What is made for tests is not part of the product: move what both need out of testdata.',
    from: { path: OURS, pathNot: ['^e2e/', '^scripts/', TESTS] },
    to: { path: '/testdata/' },
  },
  only(
    'runtime',
    '^lib/runtime[.]ts$',
    ['^lib/(?!devnet/)', '^drizzle/schema[.]ts$'],
    'The composition root joins parts of lib, and never the simulated ones.',
  ),
  {
    name: 'runtime-only-at-the-edge',
    severity: 'error',
    comment:
      'Only app and instrumentation.ts hold the runtime: inside lib take the one part that you need as an argument.',
    from: { path: OURS, pathNot: ['^app/', '^instrumentation[.]ts$', TESTS] },
    to: { path: '^lib/runtime[.]ts$' },
  },
  only(
    'components',
    COMPONENTS,
    [...COMPONENTS, BROWSER_API, ...inLib('domain')],
    'A browser may load this component: ask over lib/api/queries, or fetch in the page and pass data down.',
  ),
  noNode('components', COMPONENTS, 'A browser may load this component: do this in a page, a route or lib.'),
  {
    name: 'components-without-server-packages',
    severity: 'error',
    comment:
      'A browser may load this component: ask over lib/api/queries instead of opening the store or the network.',
    from: { path: COMPONENTS, pathNot: TESTS },
    to: { path: 'node_modules/(better-sqlite3|drizzle-orm|pino|@grpc|@bufbuild)/' },
  },
]

const hygiene = [
  {
    name: 'no-cycles',
    severity: 'error',
    comment: 'Move what both need into a third file that imports neither.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-barrels',
    severity: 'error',
    comment: 'Import the file that has the thing: an index hides where it lives and drags everything along.',
    from: {},
    to: { path: ['^lib/index[.]tsx?$', '^lib/.+/index[.]tsx?$'] },
  },
  {
    name: 'resolvable',
    severity: 'error',
    comment: 'The rules cannot judge an import that leads nowhere: correct the path or install the package.',
    from: {},
    // Next brings `server-only` itself.
    to: { couldNotResolve: true, pathNot: '^server-only$' },
  },
  {
    name: 'product-without-dev-packages',
    severity: 'error',
    comment: 'The package is missing where only dependencies are installed: move it there in package.json.',
    from: { path: '^(app|lib|drizzle)/|^instrumentation[.]ts$', pathNot: ['^lib/devnet/', TESTS] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
]

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...layers, ...hygiene],
  options: {
    doNotFollow: { path: 'node_modules' },
    // A type import is a dependency too; without this TypeScript's erased imports go unseen.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
}
