import type { StreamEventDto } from '../contract/change'
import type { RequestEventDto } from '../contract/request'

/** One event in the words of `text/event-stream`. JSON has no line breaks, whatever strangers wrote into it. */
export const formatEvent = (dto: StreamEventDto | RequestEventDto, id: number | null): string =>
  `${id === null ? '' : `id: ${id}\n`}event: ${dto.kind}\ndata: ${JSON.stringify(dto)}\n\n`
