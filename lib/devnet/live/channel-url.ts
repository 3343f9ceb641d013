import type { JobSite } from '../jobs/job-site'
import { TRICKLE_PATH } from '../trickle/serve-trickle'

/** Where a channel of this node is; without its host where the node says it so. */
export const channelUrl = ({ uri, scenario }: JobSite, name: string): string =>
  `${scenario.behaviour.jobs.hostlessUrls ? '' : uri}${TRICKLE_PATH}${name}`
