/**
 * Single values of our own HTTP API, of which the files beside this one are made; server, pages and client programs
 * share them all. Browser-safe: no server imports.
 * Keys and query parameters are snake_case; 64-bit amounts are decimal strings; moments are ISO 8601 in UTC.
 */
import { z } from 'zod'
import { OUTCOME_KINDS } from '@/lib/domain/outcome'

export const moment = z.iso.datetime()
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/)
/** From zero on, of any size. */
export const wholeNumber = z.string().regex(/^\d+$/)
/** Of 1. */
export const share = z.number().min(0).max(1)
export const outcomeKind = z.enum(OUTCOME_KINDS)
