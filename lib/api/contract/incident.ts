/** What `GET /api/v1/incidents` tells. Browser-safe: no server imports. */
import { z } from 'zod'
import { INCIDENT_ENDS, INCIDENT_STATES } from '@/lib/domain/incident'
import { moment, outcomeKind } from './shapes'

export const incidentDto = z
  .object({
    id: z.int(),
    node_uri: z.string(),
    orchestrator: z.string().nullable().describe('Who gets paid; null when nobody is known to be.'),
    state: z.enum(INCIDENT_STATES),
    opened_at: moment.describe('When the first probe that failed was made.'),
    detected_at: moment.describe(
      'When the probe was made that took the node down: the third failure in a row, or the fifth of ten.',
    ),
    closed_at: moment
      .nullable()
      .describe(
        'When the probe was made that found it up again, the second success in a row; null: still open.',
      ),
    closed_by: z
      .enum(INCIDENT_ENDS)
      .nullable()
      .describe('`recovered`: it is up again. `node-left`: no source names it any more.'),
    duration_ms: z.int().nullable().describe('From `opened_at` to `closed_at`; null: still open.'),
    outcomes: z.array(outcomeKind).describe('How probes ended that failed, each kind once.'),
    last_detail: z.string().nullable().describe('What was said of the latest failure.'),
    failed_probes: z.int(),
  })
  .describe('A time during which a node could not be relied on.')
export type IncidentDto = z.infer<typeof incidentDto>

export const incidentsDto = z.object({
  incidents: z.array(incidentDto),
  next_cursor: z.string().nullable().describe('Null on the last page.'),
})
export type IncidentsDto = z.infer<typeof incidentsDto>
