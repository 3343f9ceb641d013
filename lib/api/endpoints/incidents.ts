import { INCIDENT_STATES } from '@/lib/domain/incident'
import type { IncidentQuery, StoredIncident } from '@/lib/store/store'
import type { Answer } from '../answer'
import { acceptedFormat, MEDIA_TYPES } from '../changes/change-format'
import { readNodeUri, readOrchestrator } from '../changes/filter-parameters'
import { pageDocs, spanDocs } from '../changes/page-docs'
import { QueryReader } from '../changes/query-reader'
import { readCursor, readMoment, readOneOf, readWholeNumber } from '../changes/value-readers'
import { type IncidentDto, type IncidentsDto, incidentsDto } from '../contract/incident'
import { createDocument } from '../document'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { badParameters } from '../problem'
import { isoMoment } from '../to-dto'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1_000
const FORMATS = ['json', 'ndjson'] as const
const PARAMETERS = ['state', 'node_uri', 'orchestrator', 'from', 'to', 'limit', 'cursor', 'format']

/** When nodes could not be relied on. */
export const INCIDENTS: Endpoint = {
  path: '/api/v1/incidents',
  operations: {
    GET: {
      doc: {
        summary: 'When nodes could not be relied on, latest first',
        description:
          'A node has an incident from the first probe that failed until it is up again, once its health has gone down in between: after three failures in a row, or five of ten. Two successes in a row bring it back. It has one at a time. A node that only refuses us is reached, and has none.',
        tag: 'History',
        parameters: [
          {
            name: 'state',
            in: 'query',
            description: 'Open ones alone, or closed ones.',
            schema: { type: 'string', enum: INCIDENT_STATES },
          },
          {
            name: 'node_uri',
            in: 'query',
            description: 'Of these nodes alone.',
            schema: { type: 'string' },
            isList: true,
          },
          {
            name: 'orchestrator',
            in: 'query',
            description: 'Of the nodes that are paid to these addresses alone.',
            schema: { type: 'string' },
            isList: true,
          },
          ...spanDocs({
            from: 'Only those that were not over by then.',
            to: 'Only those that had begun by then.',
          }),
          ...pageDocs({ defaultLimit: DEFAULT_LIMIT, maxLimit: MAX_LIMIT }),
          {
            name: 'format',
            in: 'query',
            description:
              'NDJSON has one to a line, and `x-livepeer-offerings-next-cursor` says where the next page begins.',
            schema: { type: 'string', enum: FORMATS, default: 'json' },
          },
        ],
        examples: [{ title: 'Who is down', query: '?state=open' }],
        answer: {
          status: 200,
          description: 'One page of them.',
          content: { [MEDIA_TYPES.json]: incidentsDto, [MEDIA_TYPES.ndjson]: null },
        },
      },
      handle: incidents,
    },
  },
}

async function incidents({ url, header }: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const read = new QueryReader(url.searchParams, PARAMETERS)
  const query: IncidentQuery = {
    state: read.single('state', readOneOf(INCIDENT_STATES)),
    nodeUris: read.values('node_uri', readNodeUri),
    orchestrators: read.values('orchestrator', readOrchestrator),
    from: read.single('from', readMoment),
    to: read.single('to', readMoment),
    limit: read.single('limit', readWholeNumber(1, MAX_LIMIT)) ?? DEFAULT_LIMIT,
    before: read.single('cursor', readCursor),
  }
  const format = read.single('format', readOneOf(FORMATS)) ?? acceptedFormat(header('accept'), FORMATS)
  if (query.from !== null && query.to !== null && query.from > query.to)
    read.refuse('from', 'is later than to')
  if (read.errors.length > 0) return badParameters(read.errors)
  const found = await deps.incidents.readIncidents({ ...query, limit: query.limit + 1 })
  const shown = found.slice(0, query.limit)
  const last = shown.at(-1)
  const dto: IncidentsDto = {
    incidents: shown.map(incidentToDto),
    next_cursor: last && found.length > query.limit ? String(last.id) : null,
  }
  const content =
    format === 'json'
      ? JSON.stringify(dto)
      : dto.incidents.map((incident) => `${JSON.stringify(incident)}\n`).join('')
  return {
    status: 200,
    headers: {
      'content-type': MEDIA_TYPES[format],
      vary: 'accept',
      ...(dto.next_cursor !== null && { 'x-livepeer-offerings-next-cursor': dto.next_cursor }),
    },
    body: createDocument(content, { isKept: false }),
  }
}

function incidentToDto(incident: StoredIncident): IncidentDto {
  const { id, nodeUri, orchestrator, openedAt, closedAt } = incident
  return {
    id,
    node_uri: nodeUri,
    orchestrator,
    state: closedAt === null ? 'open' : 'closed',
    opened_at: isoMoment(openedAt),
    detected_at: isoMoment(incident.detectedAt ?? openedAt),
    closed_at: closedAt === null ? null : isoMoment(closedAt),
    closed_by: incident.closedBy,
    duration_ms: closedAt === null ? null : closedAt - openedAt,
    outcomes: [...incident.outcomes],
    last_detail: incident.detail,
    failed_probes: incident.failedProbes,
  }
}
